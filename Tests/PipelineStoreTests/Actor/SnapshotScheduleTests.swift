// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import Synchronization
import TestSupport
import Testing

/// Snapshots in the background.
@Suite("The schedule of snapshots", .serialized, .inTurn)
struct SnapshotScheduleTests {
    /// Runs a schedule on a store with a change until the condition holds.
    private static func run(
        _ schedule: SnapshotSchedule,
        on store: LedgerStore,
        until isReached: () -> Bool
    ) async -> [StoreError] {
        let log = FailureLog()
        let deadline = Deadline()
        await withTaskGroup { group in
            group.addTask { await schedule.run(on: store) { log.add($0) } }
            while !isReached(), !deadline.hasPassed { await Task.yield() }
            group.cancelAll()
        }
        return log.failures
    }

    /// The failures that a schedule told of.
    private final class FailureLog: Sendable {
        private let list = Mutex<[StoreError]>([])

        var failures: [StoreError] { list.withLock { $0 } }

        func add(_ error: StoreError) { list.withLock { $0.append(error) } }
    }

    private static func storeWithAChange(_ directory: TemporaryDirectory) async throws -> LedgerStore {
        let store = try await LedgerStore.open(at: directory.file("store"), options: StoreFilesOptions()).store
        let commit = try await store.commit(.addUser(id: UserID(UUID(high: 1, low: 2)), email: nil))
        if let receipt = commit.receipt { try await store.flushed(receipt) }
        return store
    }

    @Test(
        "A snapshot is taken when its time has come, or when the journal has outgrown its bound",
        arguments: [
            SnapshotSchedule(interval: .milliseconds(2)),
            SnapshotSchedule(interval: .seconds(3600), journalBound: 1),
        ]
    )
    func takesASnapshot(schedule: SnapshotSchedule) async throws {
        let directory = try TemporaryDirectory()
        let store = try await Self.storeWithAChange(directory)
        #expect(store.status?.changesSinceSnapshot == 1)
        let failures = await Self.run(schedule, on: store) { store.status?.changesSinceSnapshot == 0 }
        #expect(store.status?.changesSinceSnapshot == 0)
        #expect(failures == [])
        try await store.close()
    }

    @Test("Nothing is written where nothing changed")
    func leavesAQuietStoreAlone() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Self.storeWithAChange(directory)
        let first = try await store.save()
        let start = ContinuousClock.now
        _ = await Self.run(SnapshotSchedule(interval: .milliseconds(1)), on: store) {
            start.duration(to: .now) > .milliseconds(50)
        }
        #expect(store.status?.lastSnapshot?.generation == first.generation)
        try await store.close()
    }
}
