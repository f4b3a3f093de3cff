// SPDX-License-Identifier: MIT

/// Rows on their way into the state, whichever table they belong to.
package protocol MergeableBatch: Sendable {
    /// Makes an empty batch.
    init()

    /// The number of rows.
    var count: Int { get }

    /// Finds out what becomes of the rows in a state.
    ///
    /// - Throws: ``StoreError`` of kind storage where the state has no room for them.
    func plan(in state: LedgerState) throws(StoreError) -> MergePlan<Self>

    /// The change that adds the rows of a plan.
    var change: Change { get }
}

extension CostBatch: MergeableBatch {
    /// Finds out what becomes of the records in a state.
    package func plan(in state: LedgerState) throws(StoreError) -> MergePlan<CostBatch> { try state.plan(self) }

    /// The change that adds the records.
    package var change: Change { .addCosts(self) }
}

extension NotificationBatch: MergeableBatch {
    /// Finds out what becomes of the notifications in a state.
    package func plan(in state: LedgerState) throws(StoreError) -> MergePlan<NotificationBatch> { try state.plan(self) }

    /// The change that adds the notifications.
    package var change: Change { .addNotifications(self) }
}

extension UserBatch: MergeableBatch {
    /// Finds out what becomes of the users in a state.
    package func plan(in state: LedgerState) throws(StoreError) -> MergePlan<UserBatch> { state.plan(self) }

    /// The change that adds the users.
    package var change: Change { .mergeUsers(self) }
}
