// SPDX-License-Identifier: MIT

package import PipelineCore
internal import Synchronization

extension StoreFiles {
    /// Throws where a change with the given number would be refused; ask before the change is applied.
    ///
    /// After a failure this refuses until the owner of the state has gone back to ``lastDurableState()``.
    package func checkAccepting(change sequence: UInt64) throws(StoreError) {
        let isFull = try shared.withLock { (shared) throws(StoreError) in
            if case .full = shared.condition { return true }
            try shared.check(sequence)
            return false
        }
        guard isFull else { return }
        lookForRoom()
        try shared.withLock { (shared) throws(StoreError) in try shared.check(sequence) }
    }

    /// Queues a change that was just applied, and returns at once; its number is one more than the last one's.
    ///
    /// - Returns: The mark of the state with the change.
    /// - Throws: `storage` where changes are refused: the state is one change ahead then and must go back to
    ///   ``lastDurableState()``.
    @discardableResult
    package func append(_ payload: [UInt8], sequence: UInt64) throws(StoreError) -> FlushMark {
        let change = JournalChange(sequence: sequence, bytes: payload)
        let (call, mark) = try shared.withLock { (shared) throws(StoreError) in
            try shared.check(sequence)
            shared.enqueue(change)
            return (shared.callWriter(), FlushMark(sequence: sequence, epoch: shared.epoch))
        }
        if let call { wakeWriter(call) }
        return mark
    }

    /// Whether a state whose last change is `sequence` has changes that were given up.
    ///
    /// Its owner must go back to ``lastDurableState()`` then. Changes that merely wait for the disk do not count.
    package func isAhead(_ sequence: UInt64) -> Bool {
        shared.withLock { sequence > $0.queued }
    }

    /// Marks the state that an answer saw, whose last change is `sequence`; ask where the state is read.
    package func mark(at sequence: UInt64) -> FlushMark {
        shared.withLock { shared in
            // A state that is ahead of the queue has changes that were given up: nothing will ever cover it.
            FlushMark(sequence: sequence, epoch: sequence > shared.queued ? .max : shared.epoch)
        }
    }

    /// Returns when the flush that covers the marked state has returned: now, where it has already.
    ///
    /// - Throws: `storage` where changes in it could not be made durable; they are not acknowledged.
    package func flushed(_ mark: FlushMark) async throws(StoreError) {
        if let known = shared.withLock({ $0.outcome(of: mark) }) { return try known.get() }
        let result = await withCheckedContinuation { continuation in
            let (known, call): (Result<Void, StoreError>?, WriterCall?) = shared.withLock { shared in
                if let known = shared.outcome(of: mark) { return (known, nil) }
                shared.enqueue(StoreShared.Waiter(sequence: mark.sequence, continuation: continuation))
                return (nil, shared.callWriter())
            }
            if let known { continuation.resume(returning: known) }
            if let call { wakeWriter(call) }
        }
        try result.get()
    }

    /// Returns when the flush that covers everything up to `sequence`, as it stands now, has returned.
    ///
    /// - Throws: as ``flushed(_:)``.
    package func flushed(through sequence: UInt64) async throws(StoreError) {
        try await flushed(mark(at: sequence))
    }

    /// Takes changes again where the disk has room again.
    private func lookForRoom() {
        let floor = shared.withLock { $0.roomForSnapshot }
        let hasRoom = lane.withLockIfAvailable { lane in
            guard let directory = lane.directory else { return true }
            return Self.hasRoom(in: directory, floor: floor)
        }
        guard hasRoom ?? false else { return }
        shared.withLock { shared in
            if case .full = shared.condition, !shared.needsGeneration { shared.condition = .serving }
        }
    }

    /// Whether there is room for a snapshot as large as `floor`, and a twentieth of a small disk or 8 MiB beside it.
    static func hasRoom(in directory: StoreDirectory, floor: UInt64) -> Bool {
        guard let space = try? directory.fileSystem.freeSpace(at: directory.handle) else { return true }
        return space.available >= min(8 << 20, space.total / 20) + floor
    }
}

extension StoreShared {
    /// The bytes that the next snapshot will need, roughly.
    var roomForSnapshot: UInt64 { (lastSnapshot?.bytes ?? 0) + journalBytes }

    /// Throws where the change with the given number is refused.
    func check(_ sequence: UInt64) throws(StoreError) {
        if let refusal = condition.refusal { throw refusal }
        guard queued < .max, sequence == queued + 1 else {
            throw lastFailure
                ?? StoreError(.internalError, "Change \(sequence) was handed over after change \(queued).")
        }
    }

    /// What is known about a mark; nil where one has to wait.
    func outcome(of mark: FlushMark) -> Result<Void, StoreError>? {
        if mark.epoch == epoch {
            return mark.sequence <= durable ? .success(()) : nil
        }
        // Marks from before a failure hold for what was acknowledged by then, and that alone.
        if mark.epoch < epoch, mark.sequence <= epochEnds[Int(mark.epoch)] { return .success(()) }
        return .failure(lastFailure ?? .storage("The change could not be made durable."))
    }
}
