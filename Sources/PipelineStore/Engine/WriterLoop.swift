// SPDX-License-Identifier: MIT

internal import Dispatch
internal import PipelineCore
internal import Synchronization

/// The loop that writes a store's journal: it takes what is queued, writes and flushes it, and releases who waits.
///
/// A thread of its own runs it, or with ``StoreFilesOptions/Scheduling/inline`` the store's owner. Whoever holds the
/// writer's lock does the work for all.
final class WriterLoop<State: DurableState>: Sendable {
    private let path: String
    private let options: StoreFilesOptions
    /// What every caller sees; taken after `writer` if both are needed, and held for moments.
    private let queue: Mutex<WriteQueue<State>>
    /// The files; held while the disk works.
    private let writer: Mutex<StoreWriter>
    private let thread = DispatchQueue(label: "pipeline.journal", qos: .userInitiated)

    init(
        path: String,
        options: StoreFilesOptions,
        queue: consuming sending WriteQueue<State>,
        writer: consuming sending StoreWriter
    ) {
        self.path = path
        self.options = options
        self.queue = Mutex(queue)
        self.writer = Mutex(writer)
    }

    deinit {
        writer.withLock { $0.close() }
    }

    /// How the store is kept at this moment.
    var status: StoreStatus { queue.withLock { $0.status(fsync: options.fsync) } }

    /// The last change that is acknowledged.
    var durableSequence: UInt64 { queue.withLock { $0.durable } }
}

// MARK: - Changes and who waits for them

extension WriterLoop {
    /// Throws if a change with the given number would be refused, after a look for room on a full disk.
    func checkAccepting(change sequence: UInt64) throws(StoreError) {
        let isFull = try queue.withLock { (queue) throws(StoreError) in
            if case .full = queue.condition { return true }
            try queue.check(sequence)
            return false
        }
        guard isFull else { return }
        lookForRoom()
        try queue.withLock { (queue) throws(StoreError) in try queue.check(sequence) }
    }

    /// Queues a change and wakes the loop if need be.
    func append(_ change: JournalChange) throws(StoreError) -> FlushMark {
        let (wakeup, mark) = try queue.withLock { (queue) throws(StoreError) in
            let mark = try queue.append(change)
            return (queue.wakeWriter(), mark)
        }
        if let wakeup { wake(wakeup) }
        return mark
    }

    /// Whether a state whose last change is `sequence` has changes that were given up.
    func isAhead(_ sequence: UInt64) -> Bool {
        queue.withLock { $0.isAhead(sequence) }
    }

    /// Marks a state whose last change is `sequence`.
    func mark(at sequence: UInt64) -> FlushMark {
        queue.withLock { $0.mark(at: sequence) }
    }

    /// Returns when the flush that covers the marked state has returned.
    func flushed(_ mark: FlushMark) async throws(StoreError) {
        if let known = queue.withLock({ $0.outcome(of: mark) }) { return try known.get() }
        let result = await withCheckedContinuation { continuation in
            let (known, wakeup): (Result<Void, StoreError>?, WriteQueue<State>.Wakeup?) = queue.withLock { queue in
                if let known = queue.outcome(of: mark) { return (known, nil) }
                queue.append(WriteQueue.Waiter(sequence: mark.sequence, continuation: continuation))
                return (nil, queue.wakeWriter())
            }
            if let known { continuation.resume(returning: known) }
            if let wakeup { wake(wakeup) }
        }
        try result.get()
    }
}

// MARK: - Writing

extension WriterLoop {
    /// Writes what is queued: frames, flushes, generation switches.
    ///
    /// Blocks while the disk works.
    func writePending() {
        writer.withLock { writer in
            while let work = queue.withLock({ $0.next(capacity: options.framePayload) }) {
                switch work {
                case .changes(let changes): write(changes, &writer)
                case .generationSwitch(let request): switchGeneration(request, &writer)
                }
            }
        }
    }

    /// Brings the journal to the disk if a policy let it wait.
    ///
    /// Blocks while the disk works.
    func flushJournal() {
        writer.withLock { writer in
            // Changes are acknowledged, if at all, by the holder of the writer: this is what the flush will cover.
            let acknowledged = queue.withLock { $0.beginScheduledFlush() }
            do throws(WriteFailure) {
                try writer.flush()
                queue.withLock { $0.noteFlush(through: acknowledged) }
            } catch {
                giveUp(error)
            }
        }
    }

    /// Has the loop's thread do what is queued.
    func wake(_ wakeup: WriteQueue<State>.Wakeup) {
        guard options.scheduling == .threads else { return }
        switch wakeup {
        case .now: thread.async { [weak self] in self?.writePending() }
        case .soon: thread.asyncAfter(deadline: .now() + Self.gatheringTime) { [weak self] in self?.writePending() }
        }
    }

    /// How long changes that nobody waits for are gathered.
    private static var gatheringTime: DispatchTimeInterval { .milliseconds(5) }

    private func flushInASecond() {
        guard options.scheduling == .threads else { return }
        thread.asyncAfter(deadline: .now() + 1) { [weak self] in self?.flushJournal() }
    }

    private func write(_ changes: [JournalChange], _ writer: inout StoreWriter) {
        guard let last = changes.last else { return }
        do throws(WriteFailure) {
            try makeJournal(&writer)
            try writer.write(changes, flushing: options.fsync == .always)
        } catch {
            giveUp(error)
            return
        }
        let bytes = writer.journalBytes
        let (released, isFlushDue) = queue.withLock { queue in
            let released = queue.acknowledge(
                through: last.sequence,
                journalBytes: bytes,
                isFlushed: options.fsync == .always
            )
            return (released, options.fsync == .everySecond && queue.scheduleFlush())
        }
        for waiter in released { waiter.continuation.resume(returning: .success(())) }
        if isFlushDue { flushInASecond() }
        watchRoom(writer)
    }

    private func makeJournal(_ writer: inout StoreWriter) throws(WriteFailure) {
        guard !writer.hasJournal else { return }
        let durable = queue.withLock { $0.durable }
        let snapshot = try writer.makeJournal(State.self, after: durable)
        let generation = writer.newestGeneration
        queue.withLock { $0.noteGeneration(generation, snapshot) }
    }

    private func switchGeneration(_ request: SnapshotRequest<State>, _ writer: inout StoreWriter) {
        do throws(WriteFailure) {
            let result = try writer.switchGeneration(after: request.sequence)
            let bytes = writer.journalBytes
            queue.withLock { queue in
                queue.noteJournal(generation: result.generation, bytes: bytes)
                queue.noteFlush(through: result.sequence)
            }
            request.settle(.success(result))
        } catch {
            request.settle(.failure(error.error))
            noteSnapshotFailure(error)
        }
    }
}

// MARK: - Room

extension WriterLoop {
    /// Takes changes again if the disk has room again.
    private func lookForRoom() {
        let floor = queue.withLock { $0.roomForSnapshot }
        let hasRoom = writer.withLockIfAvailable { Self.hasRoom($0.directory, floor: floor) }
        if hasRoom ?? false { queue.withLock { $0.resume() } }
    }

    /// Refuses changes before the room that the next snapshot needs is gone.
    private func watchRoom(_ writer: StoreWriter) {
        let floor = queue.withLock { $0.roomForSnapshot }
        guard !Self.hasRoom(writer.directory, floor: floor) else { return }
        let error = StoreError.storage(
            "The disk of the store \(path) is nearly full; the rest is kept for a snapshot. Make room to go on."
        )
        queue.withLock { $0.stopForLackOfRoom(error) }
    }

    /// Whether there is room for a snapshot as large as `floor`, and a twentieth of a small disk or 8 MiB beside it.
    private static func hasRoom(_ directory: StoreDirectory?, floor: UInt64) -> Bool {
        guard let directory, let space = try? directory.fileSystem.freeSpace(at: directory.handle) else { return true }
        return space.available >= min(8 << 20, space.total / 20) + floor
    }
}

// MARK: - Snapshots

extension WriterLoop {
    /// Decides what a requested snapshot needs, and queues its generation switch after all changes so far.
    func plan(_ request: SnapshotRequest<State>) throws(StoreError) -> WriteQueue<State>.SnapshotNeed {
        try queue.withLock { (queue) throws(StoreError) in try queue.plan(request) }
    }

    /// The open directory; nil if nothing is on disk yet, and once closed.
    var directory: StoreDirectory? {
        writer.withLock { $0.newestGeneration > 0 ? $0.directory : nil }
    }

    /// A directory of the files from which the last acknowledged state can be read; nil once closed.
    func openAgain() throws(SystemError) -> StoreDirectory? {
        try writer.withLock { (writer) throws(SystemError) in try writer.openAgain() }
    }

    /// Makes sure that everything is in its place, unless somebody is at work there.
    func verify() {
        guard !queue.withLock({ $0.condition.isFailure }) else { return }
        let failure = writer.withLockIfAvailable { writer -> WriteFailure? in
            do throws(WriteFailure) {
                try writer.verify()
                return nil
            } catch {
                return error
            }
        }
        // A system that does not tell says nothing about the store.
        if case .displaced(let error)?? = failure { giveUp(.displaced(error)) }
    }

    /// Writes the state as a new generation, because there was no room for it when the store was opened.
    ///
    /// Of several at once the first one does it: changes are taken from then on, which a second generation of the same
    /// state would not have.
    func writeGeneration(_ request: SnapshotRequest<State>) throws(WriteFailure) -> SnapshotInfo {
        try writer.withLock { (writer) throws(WriteFailure) in
            let (isDone, last) = queue.withLock { (!$0.needsGeneration, $0.lastSnapshot) }
            if isDone, let last { return last }
            guard let directory = writer.directory else { throw .refused(.storage("The store is closed.")) }
            let snapshot = try writer.beginGeneration(try request.takeState(), in: directory)
            queue.withLock { $0.noteNewGeneration(snapshot) }
            return snapshot
        }
    }

    /// Takes note of a durable snapshot.
    ///
    /// - Throws: `displaced` if it is not where it will be looked for.
    func noteSnapshot(_ snapshot: SnapshotInfo) throws(WriteFailure) {
        queue.withLock { $0.noteSnapshot(snapshot) }
        try writer.withLock { (writer) throws(WriteFailure) in
            writer.noteSnapshot(snapshot.generation)
            try writer.verify()
        }
    }

    /// Takes note of a snapshot that could not be written, and gives up if it is uncertain what the disk holds.
    func noteSnapshotFailure(_ failure: WriteFailure) {
        queue.withLock { $0.noteSnapshotFailure(failure.error) }
        switch failure {
        case .broken, .displaced: giveUp(failure)
        case .noRoom, .passing, .refused: break
        }
    }
}

// MARK: - Failures and the end

extension WriterLoop {
    /// Gives up what is not acknowledged; there can be more only if room was lacking.
    func giveUp(_ failure: WriteFailure) {
        queue.withLock { $0.giveUp(failure) }.resume()
    }

    /// Refuses everything from here on.
    func refuseAll() {
        queue.withLock { $0.close() }.resume()
    }

    /// Closes the files and releases the store's lock.
    func closeFiles() {
        writer.withLock { $0.close() }
    }

    /// Whether changes are taken, and whether none was taken since the start because there was no room.
    var ending: (condition: StoreCondition, isUnchanged: Bool) {
        queue.withLock { ($0.condition, $0.needsGeneration) }
    }
}
