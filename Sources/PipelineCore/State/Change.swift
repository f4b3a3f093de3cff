// SPDX-License-Identifier: MIT

/// One change of the state: what the journal carries, and what operation and recovery apply alike.
///
/// A change is decided before (``LedgerState/check(_:)`` and the planning of batches may throw) and applied after,
/// which never fails.
package enum Change: Sendable {
    /// A user who was not known.
    case addUser(id: UserID, email: EmailAddress?)
    /// Users who were not known, or addresses of known users who had none.
    case mergeUsers(UserBatch)
    /// One cost; its owner becomes a user where unknown.
    case addCost(CostRecord)
    /// Many costs at once.
    case addCosts(CostBatch)
    /// One notification; its owner becomes a user where unknown.
    case addNotification(Notification)
    /// Many notifications at once.
    case addNotifications(NotificationBatch)
    /// Notifications of one user marked read or unread.
    case mark(ids: [UUID], isRead: Bool)
    /// All notifications of a user marked read.
    case markAllRead(UserID)
}
