// SPDX-License-Identifier: MIT

/// The identifier of a user, who owns costs and notifications.
package struct UserID: Hashable, BitwiseCopyable, Sendable {
    /// The identifier as the platform's tables hold it.
    package let uuid: UUID

    /// Makes a user's identifier.
    package init(_ uuid: UUID) {
        self.uuid = uuid
    }
}

extension UserID: Comparable, CustomStringConvertible {
    /// Whether `lhs` comes before `rhs` in the order of their texts.
    package static func < (lhs: UserID, rhs: UserID) -> Bool { lhs.uuid < rhs.uuid }

    /// The text form: 36 characters, lower case.
    package var description: String { uuid.description }
}
