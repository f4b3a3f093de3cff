// SPDX-License-Identifier: MIT

/// What is known of a user in figures.
public struct UserSummary: Sendable {
    /// The user.
    public let id: UserID
    /// The user's e-mail address, where there is one.
    public let email: String?
    /// The number of cost records.
    public let costCount: Int
    /// The exact sum of all costs.
    public let total: AmountSum
    /// The number of notifications.
    public let notificationCount: Int
    /// The number of unread notifications.
    public let unreadCount: Int
}
