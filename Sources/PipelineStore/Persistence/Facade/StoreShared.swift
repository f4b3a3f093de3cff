// SPDX-License-Identifier: MIT

internal import PipelineCore

/// What all threads of a store share: the queue, who waits, and the figures.
struct StoreShared<State: DurableState> {
    /// Work for the holder of the lane.
    enum Work {
        /// Changes that fit one frame, or one that does not.
        case changes([JournalChange])
        /// A new journal for a snapshot.
        case rotation(SnapshotTicket<State>)
    }

    /// Somebody who waits for a flush.
    struct Waiter {
        var sequence: UInt64
        var continuation: CheckedContinuation<Result<Void, StoreError>, Never>
    }

    private enum Item {
        case change(JournalChange)
        case rotation(SnapshotTicket<State>)
    }

    /// Whether changes are taken.
    var condition = StoreCondition.serving
    /// Whether anything is on disk.
    var exists = false
    /// Whether the state has to be written as a new generation before changes can be taken.
    var needsGeneration = false
    /// The last change that was handed over.
    var queued: UInt64
    /// The last change that is acknowledged.
    var durable: UInt64
    /// The last change that is known to be on disk: what a power cut would leave.
    var flushed: UInt64
    /// The last acknowledged change before each time that changes had to be given up.
    private(set) var epochEnds: [UInt64] = []
    /// Why they were given up last.
    var lastFailure: StoreError?
    /// The generation of the journal that is written.
    var generation: UInt64 = 0
    /// Its length.
    var journalBytes: UInt64 = 0
    /// The newest snapshot.
    var lastSnapshot: SnapshotInfo?
    /// Why the latest one could not be written.
    var snapshotFailure: StoreError?
    /// What opening found.
    var report = RecoveryReport()
    /// Whether a flush is on its way that nobody waits for.
    var isFlushScheduled = false
    private var items: [Item] = []
    private var waiters: [Waiter] = []
    /// The bytes of the changes that are queued.
    private var queuedBytes = 0
    /// How the writer was called for what is queued; nil where nothing is.
    private var call: WriterCall?

    /// From how many bytes on the writer does not wait for more: a flush costs as much as writing them.
    private static var gatheringLimit: Int { 256 << 10 }

    init(sequence: UInt64) {
        queued = sequence
        durable = sequence
        flushed = sequence
    }

    /// How often changes that were handed over had to be given up.
    var epoch: UInt64 { UInt64(epochEnds.count) }

    /// Queues a change.
    mutating func enqueue(_ change: JournalChange) {
        queued = change.sequence
        queuedBytes += change.size
        items.append(.change(change))
    }

    /// How the writer has to be called for what is queued; nil where it was called already.
    ///
    /// A frame is written when somebody waits for it. A script of 100,000 changes needs some hundred flushes that way,
    /// and as many calls, instead of thousands.
    mutating func callWriter() -> WriterCall? {
        guard !items.isEmpty else { return nil }
        let needed = waiters.isEmpty && queuedBytes < Self.gatheringLimit ? WriterCall.soon : .now
        if let call, call >= needed { return nil }
        call = needed
        return needed
    }

    /// Queues a rotation behind all changes so far.
    mutating func enqueue(_ ticket: SnapshotTicket<State>) {
        items.append(.rotation(ticket))
    }

    /// Queues somebody who waits.
    mutating func enqueue(_ waiter: Waiter) {
        waiters.append(waiter)
    }

    /// Takes what one frame holds, or a rotation, from the front of the queue; nil where it is empty.
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
        guard case .rotation(let ticket)? = items.first else {
            call = nil
            return nil
        }
        items.removeFirst()
        return .rotation(ticket)
    }

    /// Marks everything up to `sequence` as acknowledged and returns who waited for it.
    mutating func acknowledge(through sequence: UInt64) -> [Waiter] {
        durable = sequence
        let released = waiters.filter { $0.sequence <= sequence }
        waiters.removeAll { $0.sequence <= sequence }
        return released
    }

    /// Gives up everything that is not acknowledged; returns who waited for it and which snapshots came too late.
    mutating func giveUp(_ error: StoreError) -> (waiters: [Waiter], tickets: [SnapshotTicket<State>]) {
        let tickets = items.compactMap { item in
            if case .rotation(let ticket) = item { ticket } else { nil }
        }
        items = []
        queuedBytes = 0
        call = nil
        queued = durable
        epochEnds.append(durable)
        lastFailure = error
        defer { waiters = [] }
        return (waiters, tickets)
    }
}
