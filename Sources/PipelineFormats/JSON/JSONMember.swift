// SPDX-License-Identifier: MIT

/// A member of a JSON object: where its key and its value stand in the text.
public struct JSONMember: Hashable, Sendable {
    /// The key, a string.
    public let key: JSONToken
    /// The value.
    public let value: JSONToken
}
