// SPDX-License-Identifier: MIT

/// What is known of a user in figures.
package struct UserSummary: Sendable {
    /// The user.
    package let id: UserID
    /// The user's e-mail address, where there is one.
    package let email: String?
    /// The number of cost records.
    package let costCount: Int
    /// The exact sum of all costs.
    package let total: AmountSum
    /// The number of notifications.
    package let notificationCount: Int
    /// The number of unread notifications.
    package let unreadCount: Int
}
