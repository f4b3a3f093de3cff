// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Synchronization

/// The journal's change to a new file: everything up to ``sequence`` belongs to the snapshot of ``generation``.
struct GenerationSwitch: Sendable {
    /// The header of the snapshot.
    let header: FileHeader

    /// The generation of the new journal and of the snapshot before it.
    var generation: UInt64 { header.generation }
    /// The last change before the new journal.
    var sequence: UInt64 { header.sequence }
}

/// A requested snapshot: the state, and the generation switch that waits its turn in the queue.
final class SnapshotRequest<State: DurableState>: Sendable {
    /// The last change that the state has.
    let sequence: UInt64
    private let state: Mutex<State?>
    private let outcome = Mutex<Result<GenerationSwitch, StoreError>?>(nil)

    init(_ state: consuming State) {
        sequence = state.sequence
        self.state = Mutex(state)
    }

    /// Lets go of the state, unless it was taken.
    ///
    /// That frees what changed since, some 15 ms for ten million records, and must not be left to whoever holds the
    /// request last.
    func dropState() {
        _ = state.withLock { $0.take() }
    }

    /// Hands over the state, once.
    func takeState() throws(WriteFailure) -> State {
        guard let state = state.withLock({ $0.take() }) else {
            throw .refused(StoreError(.internalError, "A snapshot of change \(sequence) was written before."))
        }
        return state
    }

    /// Tells how the generation switch went.
    func settle(_ result: Result<GenerationSwitch, StoreError>) {
        outcome.withLock { $0 = result }
    }

    /// Returns the generation switch.
    ///
    /// - Throws: Why it failed, or that it never came.
    func generationSwitch() throws(StoreError) -> GenerationSwitch {
        guard let result = outcome.withLock({ $0 }) else { throw .storage("The store is closed.") }
        return try result.get()
    }
}
