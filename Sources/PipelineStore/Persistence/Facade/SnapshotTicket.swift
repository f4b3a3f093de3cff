// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Synchronization

/// A snapshot that was asked for: the state, and the journal's rotation that waits its turn in the queue.
final class SnapshotTicket<State: DurableState>: Sendable {
    let state: State
    private let outcome = Mutex<Result<Rotation, StoreError>?>(nil)

    init(_ state: State) {
        self.state = state
    }

    /// Says how the rotation went.
    func settle(_ result: Result<Rotation, StoreError>) {
        outcome.withLock { $0 = result }
    }

    /// The rotation; an error where it failed or never came.
    func rotation() throws(StoreError) -> Rotation {
        guard let result = outcome.withLock({ $0 }) else { throw .storage("The store was closed.") }
        return try result.get()
    }
}
