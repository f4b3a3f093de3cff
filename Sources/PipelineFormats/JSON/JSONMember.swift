// SPDX-License-Identifier: MIT

/// A member of a JSON object: where its key and its value stand in the text.
package struct JSONMember: Hashable, Sendable {
    /// The key, a string.
    package let key: JSONToken
    /// The value.
    package let value: JSONToken
}
