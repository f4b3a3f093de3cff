// SPDX-License-Identifier: MIT

/// The fields of a notification that a row of an import gave: only those are compared with a stored one.
///
/// The owner's id, the type, the title and the message are always there; the read mark is never compared.
package struct NotificationColumns: OptionSet, Sendable {
    /// One bit a field.
    package let rawValue: UInt8

    /// Makes a set from its bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `priority`.
    package static let priority = NotificationColumns(rawValue: 1)
    /// `action_url`.
    package static let actionURL = NotificationColumns(rawValue: 2)
    /// `metadata`.
    package static let metadata = NotificationColumns(rawValue: 4)
    /// `created_at`.
    package static let createdAt = NotificationColumns(rawValue: 8)
    /// Every field that may be absent.
    package static let all: NotificationColumns = [.priority, .actionURL, .metadata, .createdAt]
}
