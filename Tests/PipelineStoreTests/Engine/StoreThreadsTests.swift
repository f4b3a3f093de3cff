// SPDX-License-Identifier: MIT

import Foundation
import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

@Suite("A store on the machine's disk, with threads of its own", .serialized, .inTurn)
struct StoreThreadsTests {
    private typealias Files = StoreFiles<ToyState>

    private static func open(_ path: String, _ options: StoreFilesOptions = .init()) throws -> OpenedStore<ToyState> {
        try Files.open(at: path, options: options, fileSystem: PosixFileSystem())
    }

    @Test("Changes, snapshots and waiting work together under every policy", arguments: FsyncPolicy.allCases)
    func works(_ policy: FsyncPolicy) async throws {
        let directory = try TemporaryDirectory()
        let opened = try Self.open(directory.file("store"), StoreFilesOptions(fsync: policy, keep: 2))
        var state = opened.state
        for round in 0..<10 {
            for index in 0..<200 {
                let payload = [UInt8](repeating: UInt8(index), count: index)
                state.apply(payload)
                try opened.files.append(payload, sequence: state.sequence)
            }
            if round % 3 == 0 {
                let snapshot = try await opened.files.snapshot(of: state)
                #expect(snapshot.sequence == state.sequence)
            }
            try await opened.files.flushed(opened.files.mark(at: state.sequence))
            #expect(opened.files.durableSequence == state.sequence)
        }
        try await opened.files.close(final: state)
        let last = opened.files.status.lastSnapshot
        let again = try Self.open(directory.file("store"))
        #expect(again.state == state)
        #expect(again.files.status.lastSnapshot?.generation == last?.generation, "a clean start writes nothing")
        #expect(try Files.check(at: directory.file("store"), fileSystem: PosixFileSystem()).isSound)
    }

    @Test("The state of a snapshot is let go of by the thread that wrote it, not by its caller")
    func letsGo() async throws {
        let directory = try TemporaryDirectory()
        let opened = try StoreFiles<HeldState>
            .open(at: directory.file("store"), options: .init(), fileSystem: PosixFileSystem())
        let threads = HeldState.Threads()
        var state: HeldState? = HeldState(sequence: 1, threads)
        try opened.files.append([1], sequence: 1)
        let info = try await opened.files.snapshot(of: state.take() ?? HeldState())
        #expect(info.sequence == 1)
        #expect(threads.last != nil, "the snapshot is durable, and its state is still held")
        #expect(threads.last == threads.writer)
        try await opened.files.close(final: HeldState(sequence: 1, threads))
    }

    @Test("Many who wait at once are all released")
    func manyWaiters() async throws {
        let directory = try TemporaryDirectory()
        let opened = try Self.open(directory.file("store"))
        var state = opened.state
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<500 {
                let payload = [UInt8(truncatingIfNeeded: index)]
                state.apply(payload)
                try opened.files.append(payload, sequence: state.sequence)
                let mark = opened.files.mark(at: state.sequence)
                group.addTask { try await opened.files.flushed(mark) }
            }
            try await group.waitForAll()
        }
        try await opened.files.close(final: state)
        await #expect(throws: StoreError.self) {
            try await opened.files.flushed(opened.files.mark(at: state.sequence + 1))
        }
        #expect(throws: StoreError.self) { try opened.files.append([1], sequence: state.sequence + 1) }
    }

    @Test("Our own directory and files are tightened")
    func tightens() async throws {
        let directory = try TemporaryDirectory()
        let opened = try Self.open(directory.file("store"))
        var state = opened.state
        state.apply([1])
        try opened.files.append([1], sequence: 1)
        try await opened.files.close(final: state)
        let name = "store/0000000000000001.snapshot"
        #expect(try directory.permissions(of: "store") == 0o700)
        #expect(try directory.permissions(of: name) == 0o600)
        for path in ["store", name] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.file(path))
        }
        _ = try Self.open(directory.file("store"))
        #expect(try directory.permissions(of: "store") == 0o700)
        #expect(try directory.permissions(of: name) == 0o600)
    }

    @Test("A symbolic link in the place of the store or of a file of it is refused")
    func links() async throws {
        let directory = try TemporaryDirectory()
        let opened = try Self.open(directory.file("store"))
        var state = opened.state
        state.apply([1])
        try opened.files.append([1], sequence: 1)
        try await opened.files.close(final: state)
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: directory.file("link"), withDestinationPath: directory.file("store"))
        for path in ["link", "link/"] { #expect(throws: StoreError.self) { try Self.open(directory.file(path)) } }
        let file = directory.file("store/0000000000000002.snapshot")
        try manager.moveItem(atPath: file, toPath: directory.file("elsewhere"))
        try manager.createSymbolicLink(atPath: file, withDestinationPath: directory.file("elsewhere"))
        let error = #expect(throws: StoreError.self) { try Self.open(directory.file("store")) }
        #expect(error?.details.contains("0000000000000002.snapshot") == true)
    }

    @Test("A symbolic link on the way to the store is followed, also where the store is made")
    func linksOnTheWay() async throws {
        let directory = try TemporaryDirectory()
        let manager = FileManager.default
        try manager.createDirectory(atPath: directory.file("place"), withIntermediateDirectories: false)
        try manager.createSymbolicLink(atPath: directory.file("link"), withDestinationPath: directory.file("place"))
        for path in ["link/store", "place/store"] {
            let opened = try Self.open(directory.file(path))
            var state = opened.state
            #expect(state.sequence == (path.hasPrefix("link") ? 0 : 1))
            state.apply([1])
            try opened.files.append([1], sequence: state.sequence)
            try await opened.files.close(final: state)
        }
    }

    @Test("What belongs to somebody else is refused", .enabled(if: PosixFileSystem().userID == 0))
    func otherOwner() async throws {
        let directory = try TemporaryDirectory()
        let opened = try Self.open(directory.file("store"))
        var state = opened.state
        state.apply([1])
        try opened.files.append([1], sequence: 1)
        try await opened.files.close(final: state)
        for path in ["store/0000000000000002.snapshot", "store"] {
            try FileManager.default.setAttributes([.ownerAccountID: 12_345], ofItemAtPath: directory.file(path))
            let error = #expect(throws: StoreError.self) { try Self.open(directory.file("store")) }
            #expect(error?.details.contains("belongs to user 12345") == true)
            try FileManager.default.setAttributes([.ownerAccountID: 0], ofItemAtPath: directory.file(path))
        }
        #expect(try Self.open(directory.file("store")).state == state)
    }

    @Test("A directory that everybody shares is no store")
    func shared() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.file("shared"), withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: directory.file("shared"))
        #expect(throws: StoreError.self) { try Self.open(directory.file("shared")) }
    }

    @Test("Of many that open a store at once, one has it")
    func manyStarts() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("store")
        let first = try Self.open(path)
        var state = first.state
        state.apply([1])
        try first.files.append([1], sequence: 1)
        try await first.files.close(final: state)
        let opened = await withTaskGroup(of: OpenedStore<ToyState>?.self) { group in
            for _ in 0..<50 { group.addTask { try? Self.open(path) } }
            var opened: [OpenedStore<ToyState>] = []
            for await store in group { if let store { opened.append(store) } }
            return opened
        }
        #expect(opened.count == 1)
        #expect(opened.first?.state == state)
    }
}
