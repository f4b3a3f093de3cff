// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineStore

extension LedgerService {
    /// Runs training jobs as the platform runs them and adds their costs and notifications.
    ///
    /// - Throws: ``StoreError`` where a parameter is out of range, or kind cancelled, with nothing added.
    package func simulate(
        _ simulation: Simulation,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(StoreError) -> Reply {
        let state = await store.view.state
        let data = try await InterruptibleThread.run { (isCancelled) throws(StoreError) in
            try simulation.run(
                knownUser: { state.userNumber(ofEmail: $0).map { state.userID(of: $0) } },
                isCancelled: isCancelled,
                progress: progress
            )
        }
        let users = try await add(data.users)
        let costs = try await add(data.costs)
        let notifications = try await add(data.notifications)
        let report = SimulationReport(
            jobs: simulation.jobCount,
            users: max(data.users.count, simulation.users?.count ?? 0),
            costs: costs.count,
            notifications: notifications.count
        )
        return Reply(.simulated(report), notifications.receipt ?? costs.receipt ?? users.receipt)
    }

    private func add(_ batch: some MergeableBatch) async throws(StoreError) -> (count: Int, receipt: Receipt?) {
        let (commit, count) = try await store.decide { (state) throws(StoreError) in
            let plan = try batch.plan(in: state)
            if let first = plan.conflicts.first { throw first.error }
            return (plan.newCount == 0 ? nil : plan.batch.change, plan.newCount)
        }
        return (count, commit.receipt)
    }
}
