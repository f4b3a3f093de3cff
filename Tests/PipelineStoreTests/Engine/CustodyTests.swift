// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

/// What somebody else does to a store's directory while it is open.
@Suite("A store whose files are taken away", .serialized, .inTurn)
struct CustodyTests {
    /// What happens to the directory.
    enum Accident: CaseIterable {
        case lockRemoved
        case lockReplaced
        case lockRenamed
        case directoryRemoved
        case directoryMoved
        case directoryReplaced
        case journalRemoved
        case journalReplaced
        case journalCut
        case journalContinued
        case snapshotRemoved
        case snapshotReplaced

        /// Does it to a store of two generations.
        func happen(on disk: SimulatedDisk) throws {
            let path = StoreFixture.path
            let names = disk.contents(of: path).keys.sorted()
            let journal = "\(path)/\(try #require(names.last { $0.hasSuffix("journal") }))"
            let snapshot = "\(path)/\(try #require(names.last { $0.hasSuffix("snapshot") }))"
            switch self {
            case .lockRemoved: disk.take("\(path)/LOCK")
            case .lockReplaced: disk.put([], at: "\(path)/LOCK")
            case .lockRenamed: disk.move("\(path)/LOCK", to: "\(path)/LOCK.old")
            case .directoryRemoved: disk.take(path)
            case .directoryMoved: disk.move(path, to: "/elsewhere")
            case .directoryReplaced:
                disk.move(path, to: "/elsewhere")
                disk.putDirectory(at: path)
            case .journalRemoved: disk.take(journal)
            case .journalReplaced: disk.put(disk.contents(of: "/")[String(journal.dropFirst())] ?? [], at: journal)
            case .journalCut, .journalContinued:
                let directory = try disk.openDirectory(at: path)
                let file = try disk.open(String(journal.dropFirst(path.count + 1)), in: directory, .update)
                let size = try disk.status(of: file).size
                try disk.truncate(file, to: self == .journalCut ? size - 1 : size + 900)
            case .snapshotRemoved: disk.take(snapshot)
            case .snapshotReplaced: disk.put([1, 2, 3], at: snapshot)
            }
        }
    }

    @Test("No change is acknowledged any more, the reason is told, and reads go on", arguments: Accident.allCases)
    func refuses(_ accident: Accident) throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 3)
        let opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[1]], to: &state, opened.files)
        #expect(opened.files.durableSequence == state.sequence)
        let acknowledged = state

        try accident.happen(on: fixture.disk)
        try StoreFixture.add([[2]], to: &state, opened.files)
        #expect(opened.files.durableSequence == acknowledged.sequence)
        #expect(opened.files.status.condition.name == "displaced")
        let reason = try #require(opened.files.status.condition.refusal?.details)
        #expect(reason.contains(StoreFixture.path), "\(reason)")
        #expect(reason.hasSuffix("Nothing more is written until the store is opened again."), "\(reason)")
        let next = acknowledged.sequence + 1
        #expect(throws: StoreError.self) { try opened.files.checkAccepting(change: next) }
        #expect(throws: StoreError.self) { try opened.files.snapshotInline(of: acknowledged) }

        if accident != .journalCut {
            let durable = try opened.files.lastDurableStateInline()
            #expect(durable == acknowledged)
        }
        #expect(throws: StoreError.self) { try opened.files.closeInline(final: acknowledged) }
    }

    /// The journal of a store at rest is empty, and no part of the state.
    private static let accidentsAtRest = Accident.allCases.filter { !"\($0)".hasPrefix("journal") }

    @Test("A store at rest finds it before its first change is acknowledged", arguments: accidentsAtRest)
    func refusesTheFirstChange(_ accident: Accident) throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 3)
        var opened = try fixture.open()
        try opened.files.closeInline(final: opened.state)
        opened = try fixture.open()
        var state = opened.state
        try accident.happen(on: fixture.disk)
        try StoreFixture.add([[2]], to: &state, opened.files)
        #expect(opened.files.durableSequence == opened.state.sequence)
        #expect(opened.files.status.condition.name == "displaced")
    }

    @Test("A look alone finds it, without a change", arguments: Accident.allCases)
    func looks(_ accident: Accident) throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 3)
        let opened = try fixture.open()
        opened.files.verify()
        #expect(opened.files.status.condition == .serving)
        try accident.happen(on: fixture.disk)
        opened.files.verify()
        #expect(opened.files.status.condition.name == "displaced")
    }

    @Test("A save in a directory that is gone fails, and is no acknowledgement", arguments: Accident.allCases)
    func saves(_ accident: Accident) throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 3)
        let opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[1]], to: &state, opened.files)
        try accident.happen(on: fixture.disk)
        #expect(throws: StoreError.self) { try opened.files.snapshotInline(of: state) }
        #expect(opened.files.status.condition.name == "displaced")
    }

    @Test(
        "No second writer gets in while the first has the store, whatever becomes of the file of the lock",
        arguments: [Accident.lockRemoved, .lockReplaced, .lockRenamed]
    )
    func keepsOthersOut(_ accident: Accident) throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 3)
        let opened = try fixture.open()
        try accident.happen(on: fixture.disk)
        let before = fixture.disk.contents(of: StoreFixture.path)
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.details.contains("is in use by another process") == true, "\(error?.details ?? "")")
        #expect(throws: StoreError.self) {
            try StoreFiles<ToyState>.repair(at: StoreFixture.path, to: "/new", fileSystem: fixture.disk)
        }
        #expect(fixture.disk.contents(of: StoreFixture.path) == before)
        try? opened.files.closeInline(final: opened.state)
        // Once the first has let go, the next one has the store, with a lock of its own.
        let next = try fixture.open()
        #expect(next.state == opened.state)
    }

    @Test("A directory that was moved is still the first writer's")
    func movedDirectory() throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 3)
        let opened = try fixture.open()
        fixture.disk.move(StoreFixture.path, to: "/elsewhere")
        let error = #expect(throws: StoreError.self) {
            try StoreFiles<ToyState>.open(at: "/elsewhere", options: fixture.options, fileSystem: fixture.disk)
        }
        #expect(error?.details.contains("is in use by process") == true)
        withExtendedLifetime(opened) {}
    }

    @Test("A system that does not tell refuses the change, and what was written of it is cut off")
    func uncertainLook() throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 3)
        let opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[1]], to: &state, opened.files)
        let before = fixture.contents
        // A look at the journal, the write, the flush, then the first look at the directory.
        fixture.disk.fail([SimulatedFault(.failure(12), atCall: 3)])
        var refused = state
        try StoreFixture.add([[2]], to: &refused, opened.files)
        #expect(opened.files.durableSequence == state.sequence)
        #expect(fixture.contents == before)
    }
}
