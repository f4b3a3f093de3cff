// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Synchronization

/// A snapshot that was asked for: the state, and the journal's rotation that waits its turn in the queue.
final class SnapshotTicket<State: DurableState>: Sendable {
    /// The last change that the state has.
    let sequence: UInt64
    private let state: Mutex<State?>
    private let outcome = Mutex<Result<Rotation, StoreError>?>(nil)

    init(_ state: consuming State) {
        sequence = state.sequence
        self.state = Mutex(state)
    }

    /// Hands over the state, once.
    ///
    /// Who takes it lets go of it: that frees what changed since, some 15 ms for ten million records, and must not be
    /// left to whoever holds the ticket last.
    func takeState() -> State? {
        state.withLock { $0.take() }
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
