// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineSimulation
internal import PipelineStore

extension LedgerService {
    /// Runs training jobs as the platform runs them and adds their costs and notifications.
    ///
    /// - Throws: `StoreError` where a parameter is out of range, or kind cancelled, with nothing added.
    package func simulate(
        _ simulation: Simulation,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(StoreError) -> Reply {
        let state = await store.view.value
        let data = try await InterruptibleThread.run { (stop) throws(StoreError) in
            try simulation.run(
                knownUser: { state.userNumber(ofEmail: $0).map { state.userID(of: $0) } },
                isCancelled: { stop.isSet },
                progress: progress
            )
        }
        // All three are planned before the first is applied, so that a stop or a conflict leaves nothing behind.
        let counts = try await store.decide { (state) throws(StoreError) in
            let users = try Self.plan(data.users, in: state)
            let costs = try Self.plan(data.costs, in: state)
            let notifications = try Self.plan(data.notifications, in: state)
            let changes = [users.change, costs.change, notifications.change].compactMap(\.self)
            return (changes, (costs: costs.count, notifications: notifications.count))
        }
        return counts.map { counts in
            .sheet(
                .simulated(
                    jobs: simulation.jobCount,
                    users: max(data.users.count, simulation.users?.count ?? 0),
                    costs: counts.costs,
                    notifications: counts.notifications
                )
            )
        }
    }

    private static func plan(
        _ batch: some MergeableBatch,
        in state: LedgerState
    ) throws(StoreError) -> (change: Change?, count: Int) {
        let stop = StoreError(.cancelled, "The simulation was stopped; nothing was added.")
        let plan = try batch.plan(in: state, unlessStopped: stop)
        if let first = plan.conflicts.first { throw first.error }
        return (plan.newCount == 0 ? nil : plan.batch.change, plan.newCount)
    }
}
