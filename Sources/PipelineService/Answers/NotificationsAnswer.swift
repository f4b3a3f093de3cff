// SPDX-License-Identifier: MIT

package import PipelineCore

/// The second question's answer: the notifications with the state that holds their texts.
package struct NotificationsAnswer: Sendable {
    /// The state that was asked.
    package let state: LedgerState
    /// The user, nil where the state knows nothing of the user.
    package let user: UserNumber?
    /// The notifications, newest first.
    package let items: [MarkedNotification]
    /// The number of all the user's unread notifications.
    package let unreadCount: Int
    /// The moment of asking.
    package let now: Timestamp
}
