// SPDX-License-Identifier: MIT

package import PipelineCore

extension LedgerState: DurableState {
    /// Applies a change that a journal carries, after the same checks that it passed when it was made.
    ///
    /// - Throws: ``StoreError`` where the bytes are no change, or none that this state could have made.
    package mutating func replay(change payload: ArraySlice<UInt8>) throws(StoreError) {
        let change: Change
        do throws(ValueError) {
            change = try Change(decoding: payload)
        } catch {
            throw .storage("Change \(sequence &+ 1) \(error.rule).")
        }
        try check(change)
        guard try isWhollyNew(change) else {
            throw .storage("Change \(sequence &+ 1) adds what is there already.")
        }
        apply(change)
    }

    private func isWhollyNew(_ change: Change) throws(StoreError) -> Bool {
        switch change {
        case .addCosts(let batch): try plan(batch).newCount == batch.count
        case .addNotifications(let batch): try plan(batch).newCount == batch.count
        case .mergeUsers(let batch): plan(batch).newCount == batch.count
        case .addUser, .addCost, .addNotification, .mark, .markAllRead: true
        }
    }
}
