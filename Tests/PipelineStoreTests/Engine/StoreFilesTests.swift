// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import Synchronization
import TestSupport
import Testing

@Suite("The files of a store", .serialized, .inTurn)
struct StoreFilesTests {
    @Test("Asking in an empty place leaves nothing behind, and the first change makes the store")
    func emptyPlace() throws {
        let fixture = StoreFixture()
        let opened = try fixture.open()
        #expect(opened.state.sequence == 0)
        #expect(try opened.files.snapshotInline(of: opened.state).generation == 0)
        #expect(fixture.disk.contents(of: "/").isEmpty)
        var state = opened.state
        try StoreFixture.add([[1]], to: &state, opened.files)
        let names = fixture.disk.contents(of: StoreFixture.path).keys.sorted()
        #expect(names == ["0000000000000001.journal", "0000000000000001.snapshot", "LOCK"])
    }

    @Test("Closing an empty place leaves nothing behind")
    func emptyClose() throws {
        let fixture = StoreFixture()
        let opened = try fixture.open()
        try opened.files.closeInline(final: opened.state)
        #expect(fixture.disk.contents(of: "/").isEmpty)
    }

    @Test("Saving, loading and saving gives the same bytes but for the generation")
    func sameBytes() throws {
        let fixture = StoreFixture()
        var opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[1, 2, 3], [UInt8](repeating: 5, count: 100)], to: &state, opened.files)
        try opened.files.closeInline(final: state)
        let first = try #require(fixture.contents["0000000000000002.snapshot"])
        opened = try fixture.open()
        #expect(opened.state == state)
        try StoreFixture.add([], to: &state, opened.files)
        try opened.files.closeInline(final: state)
        #expect(fixture.contents["0000000000000002.snapshot"] == first, "nothing changed, nothing is written")
        let report = try StoreFiles<ToyState>
            .repair(
                at: StoreFixture.path,
                to: "/copy",
                options: fixture.options,
                fileSystem: fixture.disk
            )
        let copy = try #require(fixture.disk.contents(of: "/copy")["0000000000000001.snapshot"])
        #expect(copy.count == first.count)
        #expect(report.snapshot.bytes == UInt64(first.count))
        #expect(copy[144..<164] == first[144..<164], "the first block's payload")
    }

    @Test("What waits becomes one frame and one flush")
    func groupCommit() throws {
        var fixture = StoreFixture()
        fixture.options.framePayload = 1 << 20
        let opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[0]], to: &state, opened.files)
        fixture.disk.fail([])
        let before = fixture.disk.calls
        try StoreFixture.add((0..<1_000).map { [UInt8(truncatingIfNeeded: $0)] }, to: &state, opened.files)
        // One write and one flush; looks: one at the journal before, two each at directory, lock, snapshot and journal, and
        // one at the room that is left.
        #expect(fixture.disk.calls - before == 12)
        #expect(opened.files.durableSequence == 1_001)
        fixture.disk = fixture.disk.powerCut()
        #expect(try fixture.open().state == state)
    }

    @Test(
        "A change larger than a frame comes back whole",
        arguments: [0, 1, 36, 40, 41, 80, 500]
    )
    func largeChanges(_ size: Int) throws {
        var fixture = StoreFixture()
        let opened = try fixture.open()
        var state = opened.state
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        state.apply(payload)
        try opened.files.append(payload, sequence: 1)
        opened.files.writePending()
        try StoreFixture.add([[9]], to: &state, opened.files)
        fixture.disk = fixture.disk.powerCut()
        #expect(try fixture.open().state == state)
    }

    @Test("Old generations go once enough newer ones are durable, with the journals that only they need")
    func prunes() throws {
        let fixture = StoreFixture(keep: 2)
        let opened = try fixture.open()
        var state = opened.state
        for index in 0..<5 {
            try StoreFixture.add([[UInt8(index)]], to: &state, opened.files)
            _ = try opened.files.snapshotInline(of: state)
        }
        let expected = [
            "0000000000000005.journal", "0000000000000005.snapshot",
            "0000000000000006.journal", "0000000000000006.snapshot",
        ]
        #expect(fixture.contents.keys.sorted() == expected)
        #expect(opened.files.status.lastSnapshot?.generation == 6)
        #expect(opened.files.status.changesSinceSnapshot == 0)
    }

    @Test("A second writer is told who has the store, and may look at it")
    func secondWriter() throws {
        var fixture = StoreFixture()
        let opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[1], [2]], to: &state, opened.files)
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.details.contains("process \(fixture.disk.processID)") == true)
        fixture.options.readOnly = true
        let before = fixture.contents
        let reader = try fixture.open()
        #expect(reader.state == state)
        #expect(throws: StoreError.self) { try reader.files.checkAccepting(change: 3) }
        #expect(throws: StoreError.self) { _ = try reader.files.snapshotInline(of: state) }
        try reader.files.closeInline(final: state)
        #expect(fixture.contents == before)
    }

    @Test("Reading alone never fails while a writer works, and sees a state that was")
    func readsBesideAWriter() throws {
        let fixture = StoreFixture(keep: 2)
        let opened = try fixture.open()
        var state = opened.state
        var digests = [state.digest]
        var reading = fixture.options
        reading.readOnly = true
        for index in 0..<40 {
            try StoreFixture.add([[UInt8(index), 4]], to: &state, opened.files)
            digests.append(state.digest)
            if index % 5 == 0 { _ = try opened.files.snapshotInline(of: state) }
            // A writer that does something between any two calls of the reader.
            let writer = BackgroundWriter(state, opened.files)
            fixture.disk.afterEveryCall { writer.step() }
            let reader = try StoreFiles<ToyState>
                .open(at: StoreFixture.path, options: reading, fileSystem: fixture.disk)
            fixture.disk.afterEveryCall(nil)
            state = writer.finish(&digests)
            #expect(reader.state.digest == digests[Int(reader.state.sequence)])
        }
    }

    @Test("A read-only look at a store that is not there is not found")
    func readOnlyAbsent() {
        var fixture = StoreFixture()
        fixture.options.readOnly = true
        #expect((#expect(throws: StoreError.self) { try fixture.open() })?.code == .notFound)
        fixture.disk.putDirectory(at: StoreFixture.path)
        #expect((#expect(throws: StoreError.self) { try fixture.open() })?.code == .notFound)
    }

    @Test("Two that find the same empty place: one makes the store, the other's change is refused")
    func racingStarts() throws {
        let fixture = StoreFixture()
        let first = try fixture.open()
        let second = try fixture.open()
        var state = first.state
        try StoreFixture.add([[1]], to: &state, first.files)
        var other = second.state
        try StoreFixture.add([[2]], to: &other, second.files)
        #expect(first.files.durableSequence == 1)
        #expect(second.files.durableSequence == 0)
        #expect(second.files.status.condition.refusal?.details.contains("in use by process") == true)
    }

    @Test("Foreign files and folders are left alone, unfinished files of ours are removed")
    func foreignFiles() throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 2)
        fixture.disk.put([1], at: "/store/notes.txt")
        fixture.disk.put([1], at: "/store/notes.tmp")
        fixture.disk.put([1], at: "/store/0000000000000009.snapshot.tmp")
        _ = try fixture.open()
        #expect(fixture.contents["notes.txt"] == [1])
        #expect(fixture.contents["notes.tmp"] == [1])
        #expect(fixture.contents["0000000000000009.snapshot.tmp"] == nil)
    }

    @Test("A directory that holds others' things and no store is refused, and left as it is")
    func othersDirectory() throws {
        let fixture = StoreFixture()
        fixture.disk.putDirectory(at: StoreFixture.path)
        let empty = try fixture.open()
        fixture.disk.put([1], at: "/store/notes.txt")
        let directory = try fixture.disk.openDirectory(at: StoreFixture.path)
        try fixture.disk.setPermissions(0o755, of: directory)
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.details.contains("holds other things, such as notes.txt, and no store") == true)
        // What came after a look at an empty place is found by the first change.
        var state = empty.state
        try StoreFixture.add([[1]], to: &state, empty.files)
        #expect(empty.files.durableSequence == 0)
        #expect(empty.files.status.condition.refusal?.details.contains("notes.txt") == true)
        #expect(fixture.disk.contents(of: StoreFixture.path) == ["notes.txt": [1]])
        #expect(try fixture.disk.status(of: directory).permissions == 0o755)
    }

    @Test("A store inside another store's directory is refused")
    func storeInStore() throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 2)
        let inner = try StoreFiles<ToyState>
            .open(at: "/store/inner", options: fixture.options, fileSystem: fixture.disk)
        var state = inner.state
        try StoreFixture.add([[1]], to: &state, inner.files)
        #expect(inner.files.status.condition.refusal?.details.contains("is the directory of another store") == true)
        #expect(!fixture.contents.keys.contains { $0.hasPrefix("inner") })
    }

    @Test("A last generation leaves no room for another, and says so")
    func lastGeneration() throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 1)
        let name = StoreFileName(.journal, StoreFileName.largestGeneration).text
        fixture.disk.put([], at: "/store/\(name)")
        #expect(throws: StoreError.self) { try fixture.open() }
    }
}

/// A writer that does a little whenever it is told to.
private final class BackgroundWriter: Sendable {
    private let work: Mutex<(state: ToyState, digests: [UInt64], isBusy: Bool)>
    private let files: StoreFiles<ToyState>

    init(_ state: ToyState, _ files: StoreFiles<ToyState>) {
        work = Mutex((state, [], false))
        self.files = files
    }

    /// Adds a change, and sometimes a snapshot, where it is not at it already.
    func step() {
        let state: ToyState? = work.withLock { work in
            guard !work.isBusy, work.digests.count < 12 else { return nil }
            work.isBusy = true
            work.state.apply([UInt8(work.digests.count), 8])
            work.digests.append(work.state.digest)
            return work.state
        }
        guard let state else { return }
        _ = try? files.append(
            [UInt8(truncatingIfNeeded: work.withLock { $0.digests.count - 1 }), 8],
            sequence: state.sequence
        )
        files.writePending()
        if state.sequence.isMultiple(of: 3) { _ = try? files.snapshotInline(of: state) }
        work.withLock { $0.isBusy = false }
    }

    func finish(_ digests: inout [UInt64]) -> ToyState {
        work.withLock { work in
            digests += work.digests
            return work.state
        }
    }
}
