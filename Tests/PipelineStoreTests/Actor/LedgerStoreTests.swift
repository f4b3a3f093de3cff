// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

/// The actor with real files: what was acknowledged is there after every kind of end.
@Suite("The store and its restarts", .serialized, .inTurn)
struct LedgerStoreTests {
    private static func open(_ directory: TemporaryDirectory) async throws -> LedgerStore {
        try await LedgerStore.open(at: directory.file("store"), options: StoreFilesOptions()).store
    }

    @Test("Random changes survive snapshots, closings and journals alone", arguments: 0..<8)
    func restarts(seed: UInt64) async throws {
        let directory = try TemporaryDirectory()
        var random = RandomChanges(seed: seed)
        var naive = NaiveLedger()
        for _ in 0..<4 {
            let store = try await Self.open(directory)
            let found = await store.view.value
            #expect(
                LedgerComparison(found, with: naive, users: random.users, ranges: random.ranges()).differences == []
            )
            #expect(found.checkInvariants() == [])
            for _ in 0..<random.below(40) {
                let change = random.next(in: naive)
                let commit = try await store.commit(change)
                naive.apply(change)
                if random.below(4) == 0, let receipt = commit.receipt { try await store.flushed(receipt) }
                if random.below(12) == 0 { _ = try await store.save() }
            }
            try await store.close()
        }
    }

    @Test("A state that is saved, loaded and saved again gives the same bytes")
    func sameBytes() async throws {
        let directory = try TemporaryDirectory()
        var random = RandomChanges(seed: 77)
        var naive = NaiveLedger()
        var store = try await Self.open(directory)
        for _ in 0..<60 {
            let change = random.next(in: naive)
            _ = try await store.commit(change)
            naive.apply(change)
        }
        try await store.close()
        let before = await store.view.value
        store = try await Self.open(directory)
        let after = await store.view.value
        try await store.close()
        #expect(try Self.snapshotBytes(before) == Self.snapshotBytes(after))
    }

    /// The bytes of a state's parts, as a snapshot has them.
    private static func snapshotBytes(_ state: LedgerState) throws -> [String] {
        let parts = state.parts
        return [
            "\(parts.sequence)", "\(parts.users)", "\(parts.costTypes)", "\(parts.notificationTypes)", "\(parts.blobs)",
            "\((0..<parts.costs.chunkCount).map { parts.costs.chunk($0) })",
            "\((0..<parts.notifications.chunkCount).map { parts.notifications.chunk($0) })",
            "\((0..<parts.readMarks.chunkCount).map { parts.readMarks.chunk($0) })",
        ]
    }

    @Test("Asking in an empty place leaves nothing behind")
    func emptyPlace() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Self.open(directory)
        #expect(await store.view.value.userCount == 0)
        try await store.close()
        #expect(throws: (any Error).self) { try directory.permissions(of: "store") }
    }

    @Test("A change that clashes changes nothing and reaches no file")
    func conflict() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Self.open(directory)
        let id = UserID(UUID(high: 5, low: 6))
        _ = try await store.commit(.addUser(id: id, email: nil))
        await #expect(throws: StoreError.self) { try await store.commit(.addUser(id: id, email: nil)) }
        #expect(await store.view.value.sequence == 1)
        try await store.close()
    }

    @Test("A read waits for the changes of its own user, never for another's")
    func receiptOfUser() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Self.open(directory)
        let users = (1...3).map { UserID(UUID(high: 9, low: $0)) }
        let first = try await store.commit(.addUser(id: users[0], email: nil))
        let second = try await store.commit(.addUser(id: users[1], email: nil))
        #expect(first.receipt != second.receipt)
        #expect(await store.read(of: users[0]) { state, _ in state.userCount }.receipt == first.receipt)
        #expect(await store.view(of: users[0]).receipt == first.receipt)
        #expect(await store.read(of: users[1]) { state, _ in state.userCount }.receipt == second.receipt)
        #expect(await store.view.receipt == second.receipt)
        // Of a stranger no change has to be on disk.
        #expect(await store.view(of: users[2]).receipt?.sequence == 0)
        // What has nothing to change waits as a read does.
        #expect(try await store.commit(for: users[0]) { _ in nil }.receipt == first.receipt)
        try await store.close()
    }

    @Test("What comes after a lack of descriptors is answered and done, one change before it refused")
    func shortage() async throws {
        let disk = SimulatedDisk(seed: 1)
        let users = (1...4).map { UserID(UUID(high: 9, low: $0)) }
        let before = try await LedgerStore.open(at: "/store", options: StoreFilesOptions(), fileSystem: disk).store
        let first = try await before.commit(.addUser(id: users[0], email: nil))
        try await before.flushed(#require(first.receipt))
        try await before.close()
        // At rest the store has no journal: the next change has one made.
        let store = try await LedgerStore.open(at: "/store", options: StoreFilesOptions(), fileSystem: disk).store
        disk.fail([SimulatedFault(.failure(24), atCall: 0, of: .descriptors, isForEver: true)])
        let refused = try await store.commit(.addUser(id: users[1], email: nil))
        await #expect(throws: StoreError.self) { try await store.flushed(#require(refused.receipt)) }
        await #expect(throws: StoreError.self) { try await store.commit(.addUser(id: users[2], email: nil)) }
        #expect(store.status?.condition == .serving)
        disk.fail([])
        let view = await store.view
        #expect(view.value.userCount == 1)
        try await store.flushed(#require(view.receipt))
        let next = try await store.commit(.addUser(id: users[3], email: nil))
        try await store.flushed(#require(next.receipt))
        try await store.close()
        let again = try await LedgerStore.open(at: "/store", options: StoreFilesOptions(), fileSystem: disk.killed())
            .store
        #expect(await again.view.value.usersInOrder.count == 2)
    }

    @Test("A store without a disk takes changes and has nothing to save")
    func inMemory() async throws {
        let store = LedgerStore()
        let commit = try await store.commit(.addUser(id: UserID(UUID(high: 5, low: 6)), email: nil))
        #expect(commit.receipt == nil)
        await #expect(throws: StoreError.self) { try await store.save() }
        try await store.close()
    }
}
