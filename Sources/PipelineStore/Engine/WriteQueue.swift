// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A state that an answer saw: the answer may be given once the flush that covers it has returned.
package struct FlushMark: Hashable, Sendable {
    /// The last change in the state.
    package let sequence: UInt64
    /// Tells a change from one with the same number that took its place after a failure.
    fileprivate let epoch: UInt64

    /// Whether the flush that covers this state covers the other one, too.
    func covers(_ other: FlushMark) -> Bool { epoch == other.epoch && sequence >= other.sequence }
}

/// What is still to be written, who waits for it, and how far the disk has come.
///
/// A value without locks or files: ``WriterLoop`` guards it and carries out its decisions.
struct WriteQueue<State: DurableState> {
    /// What the writer loop does next.
    enum Work {
        /// Changes that fit into one frame, or one change that does not.
        case changes([JournalChange])
        /// A new journal for a snapshot.
        case generationSwitch(SnapshotRequest<State>)
    }

    /// When the writer loop is to look at the queue.
    enum Wakeup: Comparable {
        /// After a moment in which more may come: nobody waits yet.
        case soon
        /// At once: somebody waits, or there is enough for a frame.
        case now
    }

    /// A task that waits for a flush.
    struct Waiter {
        let sequence: UInt64
        let continuation: CheckedContinuation<Result<Void, StoreError>, Never>
    }

    /// Everybody whose changes or snapshots were given up.
    struct Abandoned {
        let error: StoreError
        fileprivate let waiters: [Waiter]
        fileprivate let requests: [SnapshotRequest<State>]

        /// Tells them; call it without a lock.
        func resume() {
            for waiter in waiters { waiter.continuation.resume(returning: .failure(error)) }
            for request in requests { request.settle(.failure(error)) }
        }
    }

    /// What a requested snapshot needs.
    enum SnapshotNeed {
        /// Nothing: the newest snapshot has every change already.
        case nothing(SnapshotInfo)
        /// A new journal, whose turn comes after all changes so far, and the snapshot.
        case generationSwitch
        /// A new generation, since there was no room for one when the store was opened.
        case newGeneration
    }

    private enum Item {
        case change(JournalChange)
        case generationSwitch(SnapshotRequest<State>)
    }

    /// Whether changes are taken.
    private(set) var condition: StoreCondition
    /// Whether the state has to be written as a new generation before changes can be taken.
    private(set) var needsGeneration: Bool
    /// The last change that is acknowledged.
    private(set) var durable: UInt64
    /// The newest snapshot.
    private(set) var lastSnapshot: SnapshotInfo?
    /// The last change that was handed over.
    private var queued: UInt64
    /// The last change that is known to be on disk: what a power cut would leave.
    private var flushed: UInt64
    /// The last acknowledged change before each time that changes had to be given up.
    private var epochEnds: [UInt64] = []
    /// Why they were given up last.
    private var lastFailure: StoreError?
    /// Whether anything is on disk.
    private var exists: Bool
    /// The generation of the journal that is being written.
    private var generation: UInt64 = 0
    /// Its length.
    private var journalBytes: UInt64 = 0
    /// The journals before it that no snapshot has replaced yet, since none could be written.
    private var earlierJournals: [(generation: UInt64, bytes: UInt64)] = []
    /// Why the latest snapshot could not be written.
    private var snapshotFailure: StoreError?
    /// Whether a flush is scheduled that nobody waits for.
    private var isFlushScheduled = false
    private var items: [Item] = []
    private var waiters: [Waiter] = []
    /// The bytes of the queued changes.
    private var queuedBytes = 0
    /// How the writer loop was woken for what is queued; nil if nothing is.
    private var wakeup: Wakeup?

    /// The number of bytes at which the writer loop does not wait for more: a flush costs as much as writing them.
    private static var gatheringLimit: Int { 256 << 10 }

    /// Makes the queue of a place that has no store yet.
    init() {
        self.init(sequence: 0, condition: .serving, exists: false)
    }

    /// Makes the queue of a store whose last change is `sequence`.
    init(
        sequence: UInt64,
        condition: StoreCondition,
        exists: Bool = true,
        needsGeneration: Bool = false,
        lastSnapshot: SnapshotInfo? = nil
    ) {
        self.condition = condition
        self.exists = exists
        self.needsGeneration = needsGeneration
        self.lastSnapshot = lastSnapshot
        queued = sequence
        durable = sequence
        flushed = sequence
    }

    /// Tells how the store is kept at this moment.
    func status(fsync: FsyncPolicy) -> StoreStatus {
        StoreStatus(
            generation: generation,
            lastSnapshot: lastSnapshot,
            snapshotFailure: snapshotFailure,
            journalBytes: journalBytes,
            sequence: queued,
            flushedSequence: flushed,
            condition: condition,
            fsync: fsync
        )
    }
}

// MARK: - Changes and who waits for them

extension WriteQueue {
    /// Throws if the change with the given number is refused.
    func check(_ sequence: UInt64) throws(StoreError) {
        if let refusal = condition.refusal { throw refusal }
        guard queued < .max, sequence == queued + 1 else {
            throw lastFailure ?? StoreError(.internalError, "Change \(sequence) does not follow change \(queued).")
        }
    }

    /// Queues a change and returns its mark.
    mutating func append(_ change: JournalChange) throws(StoreError) -> FlushMark {
        try check(change.sequence)
        queued = change.sequence
        queuedBytes += change.size
        items.append(.change(change))
        return FlushMark(sequence: change.sequence, epoch: epoch)
    }

    /// Queues a task that waits.
    mutating func append(_ waiter: Waiter) {
        waiters.append(waiter)
    }

    /// Whether a state whose last change is `sequence` has changes that were given up.
    func isAhead(_ sequence: UInt64) -> Bool { sequence > queued }

    /// Marks a state whose last change is `sequence`.
    func mark(at sequence: UInt64) -> FlushMark {
        // A state that is ahead of the queue has changes that were given up: no flush will ever cover it.
        FlushMark(sequence: sequence, epoch: isAhead(sequence) ? .max : epoch)
    }

    /// Tells what is known about a mark; nil if its flush is still to come.
    func outcome(of mark: FlushMark) -> Result<Void, StoreError>? {
        if mark.epoch == epoch {
            return mark.sequence <= durable ? .success(()) : nil
        }
        // Marks from before a failure hold for what was acknowledged by then, and that alone.
        if mark.epoch < epoch, mark.sequence <= epochEnds[Int(mark.epoch)] { return .success(()) }
        return .failure(lastFailure ?? .storage("The change could not be made durable."))
    }

    /// How often changes that were handed over had to be given up.
    private var epoch: UInt64 { UInt64(epochEnds.count) }
}

// MARK: - The writer loop

extension WriteQueue {
    /// Tells how the writer loop has to be woken for what is queued; nil if it was already.
    ///
    /// A frame is written when somebody waits for it. A script of 100,000 changes needs some hundred flushes that way,
    /// and as many wakeups, instead of thousands.
    mutating func wakeWriter() -> Wakeup? {
        guard !items.isEmpty else { return nil }
        let needed = waiters.isEmpty && queuedBytes < Self.gatheringLimit ? Wakeup.soon : .now
        if let wakeup, wakeup >= needed { return nil }
        wakeup = needed
        return needed
    }

    /// Takes what one frame holds, or a generation switch, from the front of the queue; nil if it is empty.
    mutating func next(capacity: Int) -> Work? {
        var changes: [JournalChange] = []
        var size = 0
        for item in items {
            guard case .change(let change) = item else { break }
            size += change.size + JournalChange.overhead
            if !changes.isEmpty, size > capacity { break }
            changes.append(change)
            queuedBytes -= change.size
        }
        if !changes.isEmpty {
            items.removeFirst(changes.count)
            return .changes(changes)
        }
        guard case .generationSwitch(let request)? = items.first else {
            wakeup = nil
            return nil
        }
        items.removeFirst()
        return .generationSwitch(request)
    }

    /// Takes note of a generation that was made before the first change, with its snapshot if it has one.
    mutating func noteGeneration(_ generation: UInt64, _ snapshot: SnapshotInfo?) {
        exists = true
        self.generation = generation
        if let snapshot { lastSnapshot = snapshot }
    }

    /// Takes note of the journal that is being written.
    mutating func noteJournal(generation: UInt64, bytes: UInt64) {
        if generation != self.generation, journalBytes > 0 { earlierJournals.append((self.generation, journalBytes)) }
        self.generation = generation
        journalBytes = bytes
    }

    /// Takes note of everything up to `sequence` being on disk.
    mutating func noteFlush(through sequence: UInt64) {
        flushed = max(flushed, sequence)
    }

    /// Takes note of a journal that grew and marks everything up to `sequence` as acknowledged.
    ///
    /// - Returns: Who waited for it.
    mutating func acknowledge(through sequence: UInt64, journalBytes: UInt64, isFlushed: Bool) -> [Waiter] {
        self.journalBytes = journalBytes
        if isFlushed { flushed = sequence }
        durable = sequence
        let released = waiters.filter { $0.sequence <= sequence }
        waiters.removeAll { $0.sequence <= sequence }
        return released
    }

    /// Schedules a flush that nobody waits for; false if one is scheduled already.
    mutating func scheduleFlush() -> Bool {
        defer { isFlushScheduled = true }
        return !isFlushScheduled
    }

    /// Begins a scheduled flush and returns the last change that it will cover.
    mutating func beginScheduledFlush() -> UInt64 {
        isFlushScheduled = false
        return durable
    }
}

// MARK: - Snapshots

extension WriteQueue {
    /// Decides what a requested snapshot needs, and queues its generation switch after all changes so far.
    mutating func plan(_ request: SnapshotRequest<State>) throws(StoreError) -> SnapshotNeed {
        switch condition {
        case .serving, .full: break
        case .failed, .displaced, .readOnly, .closed: if let refusal = condition.refusal { throw refusal }
        }
        guard request.sequence == queued else {
            throw lastFailure
                ?? StoreError(
                    .internalError,
                    "A snapshot of change \(request.sequence) was requested after change \(queued)."
                )
        }
        if needsGeneration { return .newGeneration }
        if let last = lastSnapshot, last.sequence == request.sequence { return .nothing(last) }
        if !exists, request.sequence == durable {
            return .nothing(SnapshotInfo(generation: 0, bytes: 0, sequence: request.sequence, time: 0))
        }
        items.append(.generationSwitch(request))
        return .generationSwitch
    }

    /// Takes note of a new generation that was written from the state of the start: changes are taken from here on.
    mutating func noteNewGeneration(_ snapshot: SnapshotInfo) {
        generation = snapshot.generation
        needsGeneration = false
        if case .full = condition { condition = .serving }
        lastSnapshot = snapshot
    }

    /// Takes note of a durable snapshot.
    mutating func noteSnapshot(_ snapshot: SnapshotInfo) {
        snapshotFailure = nil
        guard snapshot.generation > lastSnapshot?.generation ?? 0 else { return }
        lastSnapshot = snapshot
        earlierJournals.removeAll { $0.generation < snapshot.generation }
    }

    /// Takes note of why a snapshot could not be written.
    mutating func noteSnapshotFailure(_ error: StoreError) {
        snapshotFailure = error
    }

    /// The bytes that the next snapshot will need, roughly: those of the last one, and of every journal since.
    var roomForSnapshot: UInt64 {
        earlierJournals.reduce((lastSnapshot?.bytes ?? 0) + journalBytes) { $0 + $1.bytes }
    }
}

// MARK: - Failures and the end

extension WriteQueue {
    /// Refuses changes for lack of room.
    mutating func stopForLackOfRoom(_ error: StoreError) {
        if condition == .serving { condition = .full(error) }
    }

    /// Takes changes again now that there is room.
    mutating func resume() {
        if case .full = condition, !needsGeneration { condition = .serving }
    }

    /// Gives up everything that is not acknowledged, and decides whether there can be more.
    mutating func giveUp(_ failure: WriteFailure) -> Abandoned {
        // The first reason for good is the one that counts.
        if !condition.isFailure {
            switch failure {
            case .noRoom(let error): condition = .full(error)
            // The next change may find what this one lacked.
            case .passing: break
            case .refused(let error), .broken(let error): condition = .failed(error)
            case .displaced(let error): condition = .displaced(error)
            }
        }
        return abandonAll(failure.error)
    }

    /// Refuses everything from here on; a store that failed stays so.
    mutating func close() -> Abandoned {
        if !condition.isFailure { condition = .closed }
        return abandonAll(.storage("The store is closed."))
    }

    private mutating func abandonAll(_ error: StoreError) -> Abandoned {
        let requests = items.compactMap { item in
            if case .generationSwitch(let request) = item { request } else { nil }
        }
        defer { waiters = [] }
        items = []
        queuedBytes = 0
        wakeup = nil
        queued = durable
        epochEnds.append(durable)
        lastFailure = error
        return Abandoned(error: error, waiters: waiters, requests: requests)
    }
}
