// SPDX-License-Identifier: MIT

internal import PipelineCore

extension MergeableBatch {
    /// Finds out what becomes of the rows in a state, as far as the task is not cancelled meanwhile: what is applied
    /// afterwards cannot be stopped any more.
    ///
    /// - Throws: `stop` where the task was cancelled; ``StoreError`` of kind storage where the state has no room.
    func plan(in state: LedgerState, unlessStopped stop: StoreError) throws(StoreError) -> MergePlan<Self> {
        let plan: MergePlan<Self>
        do throws(StoreError) {
            plan = try self.plan(in: state)
        } catch {
            throw error.code == .cancelled ? stop : error
        }
        if Task.isCancelled { throw stop }
        return plan
    }
}
