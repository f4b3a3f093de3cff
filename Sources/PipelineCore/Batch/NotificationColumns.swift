// SPDX-License-Identifier: MIT

/// The fields of a notification that a row of an import gave: only those are compared with a stored one.
///
/// The owner's id, the type, the title and the message are always there; the read mark is never compared.
public struct NotificationColumns: OptionSet, Sendable {
    /// One bit a field.
    public let rawValue: UInt8

    /// Makes a set from its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `priority`.
    public static let priority = NotificationColumns(rawValue: 1)
    /// `action_url`.
    public static let actionURL = NotificationColumns(rawValue: 2)
    /// `metadata`.
    public static let metadata = NotificationColumns(rawValue: 4)
    /// `created_at`.
    public static let createdAt = NotificationColumns(rawValue: 8)
    /// Every field that may be absent.
    public static let all: NotificationColumns = [.priority, .actionURL, .metadata, .createdAt]
}
