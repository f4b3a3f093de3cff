// SPDX-License-Identifier: MIT

package import PipelineCore

extension NaiveLedger {
    /// Applies a change that the state took.
    package mutating func apply(_ change: Change) {
        switch change {
        case .addUser, .mergeUsers: break
        case .addCost(let record): costs.append(record)
        case .addCosts(let batch): costs += (0..<batch.count).map { batch[$0] }
        case .addNotification(let notification): notifications.append(notification)
        case .addNotifications(let batch): notifications += (0..<batch.count).map { batch[$0] }
        case .mark(let ids, let isRead): for id in ids { mark(id, isRead: isRead) }
        case .markAllRead(let user): markAllRead(of: user)
        }
    }
}
