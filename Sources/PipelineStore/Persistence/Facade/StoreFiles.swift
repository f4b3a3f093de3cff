// SPDX-License-Identifier: MIT

internal import Dispatch
internal import PipelineCore
internal import Synchronization

/// The files of an open store: takes changes and snapshots, and says when they are safe.
///
/// A change is handed over with ``append(_:sequence:)`` right after it was applied; a thread of the store's own
/// gathers what is waiting into one frame, writes and flushes it. An answer waits for ``flushed(_:)``.
///
/// When a write fails, the changes that were not acknowledged are gone from the files: the owner of the state
/// takes ``lastDurableState()`` in its place, and reads go on from there.
///
/// Safe to use from any thread. Nothing here blocks but what says so.
package final class StoreFiles<State: DurableState>: Sendable {
    let path: String
    let options: StoreFilesOptions
    let fileSystem: any FileSystem
    /// What every caller sees; taken after ``lane`` where both are needed, and held for moments.
    let shared: Mutex<StoreShared<State>>
    /// The journal's end; held while the disk works.
    let lane: Mutex<JournalLane>
    /// One snapshot at a time, and no reading back while one is written.
    let snapshotLane = Mutex<Void>(())
    private let writer = DispatchQueue(label: "pipeline.journal", qos: .userInitiated)

    init(
        path: String,
        options: StoreFilesOptions,
        fileSystem: any FileSystem,
        lane: consuming sending JournalLane,
        shared: consuming sending StoreShared<State>
    ) {
        self.path = path
        self.options = options
        self.fileSystem = fileSystem
        self.lane = Mutex(lane)
        self.shared = Mutex(shared)
    }

    deinit {
        lane.withLock { $0.close() }
    }

    /// The last change that is acknowledged: on disk, where the policy is `always`.
    package var durableSequence: UInt64 { shared.withLock { $0.durable } }

    /// How the store is kept at this moment.
    package var status: StoreStatus {
        shared.withLock { shared in
            StoreStatus(
                path: path,
                exists: shared.exists,
                generation: shared.generation,
                lastSnapshot: shared.lastSnapshot,
                snapshotFailure: shared.snapshotFailure,
                journalBytes: shared.journalBytes,
                sequence: shared.queued,
                durableSequence: shared.durable,
                flushedSequence: shared.flushed,
                condition: shared.condition,
                fsync: options.fsync,
                recovery: shared.report
            )
        }
    }

    /// Has the writer's thread do what is waiting.
    func wakeWriter(_ call: WriterCall) {
        guard options.scheduling == .threads else { return }
        switch call {
        case .now: writer.async { [weak self] in self?.pump() }
        case .soon: writer.asyncAfter(deadline: .now() + Self.gatheringTime) { [weak self] in self?.pump() }
        }
    }

    /// How long changes that nobody waits for are gathered.
    private static var gatheringTime: DispatchTimeInterval { .milliseconds(5) }

    /// Has the writer's thread flush in a second.
    func flushInASecond() {
        guard options.scheduling == .threads else { return }
        writer.asyncAfter(deadline: .now() + 1) { [weak self] in self?.flushJournal() }
    }
}
