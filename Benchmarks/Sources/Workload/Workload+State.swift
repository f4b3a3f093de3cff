// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineStore

extension Workload {
    /// The rows of a batch: enough to be quick, so few that it takes no memory to speak of.
    private static let batchLength = 100_000

    /// The changes that add everything, costs first, each made when it is its turn.
    package var changes: some Sequence<Change> {
        let costBatches = stride(from: 0, to: costs, by: Self.batchLength).lazy.map { costChange(from: $0) }
        let others = stride(from: 0, to: notifications, by: Self.batchLength).lazy.map { notificationChange(from: $0) }
        return [AnySequence(costBatches), AnySequence(others)].lazy.joined()
    }

    private func costChange(from start: Int) -> Change {
        var batch = CostBatch()
        for number in start..<min(start + Self.batchLength, costs) {
            // A batch is full with four billion rows.
            do { try batch.append(cost(number), line: number) } catch { fatalError("\(error)") }
        }
        return batch.change
    }

    private func notificationChange(from start: Int) -> Change {
        var batch = NotificationBatch()
        for number in start..<min(start + Self.batchLength, notifications) {
            // As above.
            do { try batch.append(notification(number), line: number) } catch { fatalError("\(error)") }
        }
        return batch.change
    }

    /// A state that holds everything.
    package func makeState() -> LedgerState {
        var state = LedgerState()
        for change in changes { state.apply(change) }
        return state
    }

    /// Adds everything to a store.
    package func fill(_ store: LedgerStore) async throws {
        for change in changes {
            if let receipt = try await store.commit(change).receipt { try await store.flushed(receipt) }
        }
    }
}
