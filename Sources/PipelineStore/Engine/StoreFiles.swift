// SPDX-License-Identifier: MIT

package import PipelineCore
internal import Synchronization

/// The files of an open store: takes changes and snapshots, and says when they are safe.
///
/// A change is handed over with `append(_:sequence:)` right after it was applied; the writer loop gathers what is
/// queued into one frame, writes and flushes it. An answer waits for `flushed(_:)`.
///
/// When a write fails, the changes that were not acknowledged are gone from the files: the owner of the state
/// takes `lastDurableState()` in its place, and reads go on from there.
///
/// Safe to use from any thread. Nothing blocks unless it says so.
package final class StoreFiles<State: DurableState>: Sendable {
    private let path: String
    private let options: StoreFilesOptions
    private let loop: WriterLoop<State>
    /// One snapshot at a time, and no reading back while one is written.
    private let snapshotLock = Mutex<Void>(())

    init(
        path: String,
        options: StoreFilesOptions,
        queue: consuming sending WriteQueue<State>,
        writer: consuming sending StoreWriter
    ) {
        self.path = path
        self.options = options
        loop = WriterLoop(path: path, options: options, queue: queue, writer: writer)
    }

    /// How the store is kept at this moment, as far as it is known.
    package var status: StoreStatus { loop.status }

    /// Makes sure that the lock, the directory and the newest files are in their places, unless the disk works: then
    /// that is about to be done.
    package func verify() { loop.verify() }

    /// The last change that is acknowledged: on disk, if the policy is `always`.
    package var durableSequence: UInt64 { loop.durableSequence }
}

// MARK: - Changes

extension StoreFiles {
    /// Throws if a change with the given number would be refused; ask before the change is applied.
    ///
    /// After a failure this refuses until the owner of the state has gone back to `lastDurableState()`.
    package func checkAccepting(change sequence: UInt64) throws(StoreError) {
        try loop.checkAccepting(change: sequence)
    }

    /// Queues a change that was just applied, and returns at once; its number is one more than the last one's.
    ///
    /// - Returns: The mark of the state with the change.
    /// - Throws: `storage` if changes are refused: the state is one change ahead then and must go back to
    ///   `lastDurableState()`.
    @discardableResult
    package func append(_ payload: [UInt8], sequence: UInt64) throws(StoreError) -> FlushMark {
        try loop.append(JournalChange(sequence: sequence, bytes: payload))
    }

    /// Whether a state whose last change is `sequence` has changes that were given up.
    ///
    /// Its owner must go back to `lastDurableState()` then. Changes that merely wait for the disk do not count.
    package func isAhead(_ sequence: UInt64) -> Bool {
        loop.isAhead(sequence)
    }

    /// Marks the state that an answer saw, whose last change is `sequence`; ask while the state is read.
    package func mark(at sequence: UInt64) -> FlushMark {
        loop.mark(at: sequence)
    }

    /// Returns when the flush that covers the marked state has returned: now, if it has already.
    ///
    /// - Throws: `storage` if changes in it could not be made durable; they are not acknowledged.
    package func flushed(_ mark: FlushMark) async throws(StoreError) {
        try await loop.flushed(mark)
    }

    /// Writes what is queued: frames, flushes, generation switches.
    ///
    /// Blocks while the disk works. The writer loop does the same by itself, except with
    /// ``StoreFilesOptions/Scheduling/inline``.
    package func writePending() {
        loop.writePending()
    }

    /// Brings the journal to the disk if a policy let it wait; blocks meanwhile.
    package func flushJournal() {
        loop.flushJournal()
    }
}

// MARK: - Snapshots

extension StoreFiles {
    /// Writes `state` to disk as a snapshot and returns when it is durable.
    ///
    /// The generation switch takes its place in the queue before this suspends, so call it while `state` is the
    /// newest: changes that come later belong to the new journal. Encoding and writing happen on a thread of low
    /// priority, which also lets go of the state: the caller is not held up by that. If the newest snapshot has every
    /// change already, it is returned and nothing is written.
    ///
    /// - Complexity: O(n)
    /// - Throws: `storage` if it cannot be written; the store goes on with the snapshots it has.
    package func snapshot(of state: consuming State) async throws(StoreError) -> SnapshotInfo {
        let request = SnapshotRequest(state)
        let need = try loop.plan(request)
        if case .nothing(let info) = need { return info }
        loop.wake(.now)
        return try await DedicatedThread.run(isBackground: true) { () throws(StoreError) in
            try self.meet(need, request)
        }
    }

    /// Writes `state` to disk on this thread, as `snapshot(of:)` does on another.
    package func snapshotInline(of state: State) throws(StoreError) -> SnapshotInfo {
        let request = SnapshotRequest(state)
        return try meet(loop.plan(request), request)
    }

    private func meet(
        _ need: WriteQueue<State>.SnapshotNeed,
        _ request: SnapshotRequest<State>
    ) throws(StoreError) -> SnapshotInfo {
        // Whatever happens, the state goes with this thread.
        defer { request.dropState() }
        switch need {
        case .nothing(let info):
            return info
        case .generationSwitch:
            return try writeSnapshot(request)
        case .newGeneration:
            return try noting { () throws(WriteFailure) in try loop.writeGeneration(request) }
        }
    }

    /// Blocks until the generation switch is done and the snapshot durable.
    private func writeSnapshot(_ request: SnapshotRequest<State>) throws(StoreError) -> SnapshotInfo {
        loop.writePending()
        let generationSwitch = try request.generationSwitch()
        guard let directory = loop.directory else { throw .storage("The store is closed.") }
        let info = try noting { () throws(WriteFailure) in
            try snapshotLock.withLock { (_) throws(WriteFailure) in
                try SnapshotFile.write(
                    try request.takeState(),
                    generationSwitch.header,
                    blockPayload: options.blockPayload,
                    in: directory
                )
            }
        }
        try prune(directory)
        return info
    }

    private func noting(_ write: () throws(WriteFailure) -> SnapshotInfo) throws(StoreError) -> SnapshotInfo {
        do {
            let info = try write()
            try loop.noteSnapshot(info)
            return info
        } catch {
            loop.noteSnapshotFailure(error)
            throw error.error
        }
    }

    /// Removes what the newest snapshot made superfluous; it is durable by now.
    private func prune(_ directory: StoreDirectory) throws(StoreError) {
        do {
            try snapshotLock.withLock { (_) throws(SystemError) in try directory.prune(keeping: options.keep) }
        } catch {
            // What is old is only in the way: the next snapshot removes it.
            if error.isPassing { return }
            let failure = WriteFailure(fatal: error, "Old snapshots of the store \(path) cannot be removed")
            loop.giveUp(failure)
            throw failure.error
        }
    }
}

// MARK: - Going back

extension StoreFiles {
    /// Reads the state as of the last acknowledged change back from the disk.
    ///
    /// This is what the owner of the state goes back to when changes were given up. Reads go on with it, and if
    /// only room was lacking, changes that follow it are taken again as soon as there is room.
    ///
    /// - Complexity: O(n)
    package func lastDurableState() async throws(StoreError) -> State {
        try await DedicatedThread.run { () throws(StoreError) in try self.lastDurableStateInline() }
    }

    /// Reads back on this thread, as `lastDurableState()` does on another.
    package func lastDurableStateInline() throws(StoreError) -> State {
        let durable = loop.durableSequence
        // Asked before the lock is taken: the snapshot's writer may need the files meanwhile.
        guard let directory = loop.directory else {
            guard durable == 0 else { throw .storage("The store is closed.") }
            return State()
        }
        // What is open is ours whatever became of its name; if it is not enough, older files may be.
        if let state = try? readHeld(through: durable) { return state }
        return try snapshotLock.withLock { (_) throws(StoreError) in
            try directory.explaining { () throws(FileFailure) in try read(directory, through: durable) }
        }
    }

    private func readHeld(through durable: UInt64) throws -> State {
        guard var directory = try loop.openAgain() else { throw StoreError.storage("The store is closed.") }
        defer { directory.closeHeld() }
        return try read(directory, through: durable)
    }

    private func read(_ directory: StoreDirectory, through durable: UInt64) throws(FileFailure) -> State {
        let recovery = Recovery<State>(directory: directory, listing: try directory.listing())
        let state = try recovery.run(through: durable).state
        guard state.sequence == durable else {
            throw .refused(file: path, reason: "change \(durable) is no longer there")
        }
        return state
    }
}

// MARK: - The end

extension StoreFiles {
    /// Writes what is queued, writes `state` as the final snapshot if something changed since the last, and releases
    /// the lock, whatever happens.
    ///
    /// - Complexity: O(n)
    /// - Throws: `storage` if changes or the snapshot could not be written.
    package func close(final state: State) async throws(StoreError) {
        try await DedicatedThread.run { () throws(StoreError) in try self.closeInline(final: state) }
    }

    /// Closes on this thread, as `close(final:)` does on another.
    package func closeInline(final state: State) throws(StoreError) {
        defer {
            loop.refuseAll()
            snapshotLock.withLock { _ in loop.closeFiles() }
        }
        loop.writePending()
        // If there was no room for a new generation at the start, no change was taken since.
        let (condition, isUnchanged) = loop.ending
        switch condition {
        case .readOnly, .closed:
            return
        case .failed(let error), .displaced(let error):
            throw error
        case .serving, .full:
            if isUnchanged {
                // Nobody waits for this one; if there is room by now, what the cache holds gets a new file.
                _ = try? snapshotInline(of: state)
            } else {
                _ = try snapshotInline(of: state)
            }
        }
    }
}
