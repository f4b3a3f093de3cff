// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

@Suite("Check, repair and list", .serialized, .inTurn)
struct InspectionTests {
    @Test("A sound store is found sound, file by file, and nothing changes")
    func sound() throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 4)
        let before = fixture.contents
        let check = try StoreFiles<ToyState>.check(at: StoreFixture.path, fileSystem: fixture.disk)
        #expect(check.isSound)
        #expect(check.sequence == 8)
        #expect(check.files.filter { $0.generation != nil }.map(\.changes) == [1...4, 0...0, 5...8, 0...4])
        #expect(fixture.contents == before)
    }

    @Test("Damage is named with file and offset, and the longest sound state is saved to a new store")
    func damaged() throws {
        var fixture = StoreFixture()
        let digests = try fixture.makeStore(changes: 4)
        let name = "0000000000000002.journal"
        var bytes = try #require(fixture.contents[name])
        // Inside the first frame of the journal, with more frames after it.
        bytes[128 + 42] ^= 1
        fixture.disk.put(bytes, at: "\(StoreFixture.path)/\(name)")
        let before = fixture.contents
        let check = try StoreFiles<ToyState>.check(at: StoreFixture.path, fileSystem: fixture.disk)
        #expect(!check.isSound)
        #expect(check.refusal?.details.contains("\(name), offset 128") == true)

        let report = try StoreFiles<ToyState>.repair(at: StoreFixture.path, to: "/new", fileSystem: fixture.disk)
        #expect(report.sequence == 4)
        #expect(report.lastLost == 8)
        #expect(report.damages.first?.offset == 128)
        #expect(fixture.contents == before)
        let repaired = try StoreFiles<ToyState>.open(at: "/new", options: fixture.options, fileSystem: fixture.disk)
        #expect(repaired.state.digest == digests[4])
        #expect(throws: StoreError.self) {
            try StoreFiles<ToyState>.repair(at: StoreFixture.path, to: "/new", fileSystem: fixture.disk)
        }
    }

    @Test("Every flipped bit: a check never calls a lost change sound, and a repair saves a state that was")
    func everyBit() throws {
        var original = StoreFixture()
        let digests = try original.makeStore(changes: 3)
        for (name, bytes) in original.contents {
            for index in bytes.indices where index % 3 == 0 {
                let fixture = StoreFixture()
                fixture.disk.putDirectory(at: StoreFixture.path)
                for (name, bytes) in original.contents { fixture.disk.put(bytes, at: "\(StoreFixture.path)/\(name)") }
                var flipped = bytes
                flipped[index] ^= 4
                fixture.disk.put(flipped, at: "\(StoreFixture.path)/\(name)")
                let report = try StoreFiles<ToyState>
                    .repair(
                        at: StoreFixture.path,
                        to: "/new",
                        fileSystem: fixture.disk
                    )
                let new = try StoreFiles<ToyState>.open(at: "/new", options: fixture.options, fileSystem: fixture.disk)
                #expect(new.state.digest == digests[Int(report.sequence)], "\(name), byte \(index)")
                let check = try StoreFiles<ToyState>.check(at: StoreFixture.path, fileSystem: fixture.disk)
                let isTorn = check.files.contains { if case .torn = $0.verdict { true } else { false } }
                #expect(!check.isSound || isTorn, "\(name), byte \(index): not noticed")
            }
        }
    }

    @Test(
        "A check and a repair without descriptors or memory say so, and call nothing damaged",
        arguments: [12, 24, 23]
    )
    func shortages(_ code: Int32) throws {
        for call in 0... {
            var fixture = StoreFixture()
            _ = try fixture.makeStore(changes: 4)
            let before = fixture.contents
            let fault = SimulatedFault(.failure(code), atCall: call, of: code == 12 ? .memory : .descriptors)
            fixture.disk.fail([fault])
            do throws(StoreError) {
                let check = try StoreFiles<ToyState>.check(at: StoreFixture.path, fileSystem: fixture.disk)
                #expect(check.isSound, "call \(call)")
                #expect(check.files.count == 4)
            } catch {
                #expect(error.code == .storage && error.isPassing)
            }
            let isOver = fixture.disk.faultsMet == 0
            fixture.disk.fail([fault])
            do throws(StoreError) {
                let report = try StoreFiles<ToyState>
                    .repair(at: StoreFixture.path, to: "/new", fileSystem: fixture.disk)
                #expect(report.sequence == 8, "call \(call)")
                #expect(report.damages == [])
            } catch {
                #expect(error.code == .storage && error.isPassing)
            }
            #expect(fixture.contents == before)
            if isOver, fixture.disk.faultsMet == 0 { return }
        }
    }

    @Test("A repair reads every byte a few times at most, however many snapshots could be a start")
    func repairIsLinear() throws {
        var fixture = StoreFixture(keep: 100)
        let opened = try fixture.open()
        var state = opened.state
        for round in 0..<40 {
            for index in 0..<8 { try StoreFixture.add([[UInt8(round), UInt8(index), 5]], to: &state, opened.files) }
            if round < 39 { _ = try opened.files.snapshotInline(of: state) }
        }
        fixture.disk = fixture.disk.killed()
        let files = fixture.contents
        let total = files.values.reduce(0) { $0 + $1.count }
        let name = "0000000000000040.journal"
        var bytes = try #require(files[name])
        // Nothing of the newest journal but its header is sound: every start leads to the same end.
        bytes[128 + 20] ^= 1
        fixture.disk.put(bytes, at: "\(StoreFixture.path)/\(name)")
        let report = try StoreFiles<ToyState>.repair(at: StoreFixture.path, to: "/new", fileSystem: fixture.disk)
        #expect(report.sequence == 312)
        #expect(report.lastLost == 320)
        #expect(report.damages.map(\.file) == [name])
        #expect(fixture.disk.bytesRead <= 6 * total)
    }

    @Test("The last frame of a journal that another follows is damaged where it does not hold, never cut short")
    func lastFrameOfAnOldJournal() throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 4)
        let name = "0000000000000001.journal"
        var bytes = try #require(fixture.contents[name])
        bytes[bytes.count - 1] ^= 1
        fixture.disk.put(bytes, at: "\(StoreFixture.path)/\(name)")
        let check = try StoreFiles<ToyState>.check(at: StoreFixture.path, fileSystem: fixture.disk)
        #expect(check.refusal == nil)
        #expect(check.sequence == 8)
        #expect(!check.isSound)
        #expect(check.files.first { $0.name == name }?.isDamaged == true)
    }

    @Test("Snapshots are listed with generation, size and last change")
    func lists() throws {
        var fixture = StoreFixture()
        #expect(try StoreFiles<ToyState>.list(at: StoreFixture.path, fileSystem: fixture.disk) == [])
        _ = try fixture.makeStore(changes: 4)
        let list = try StoreFiles<ToyState>.list(at: StoreFixture.path, fileSystem: fixture.disk)
        #expect(list.map(\.generation) == [1, 2])
        #expect(list.map(\.sequence) == [0, 4])
        #expect(list.allSatisfy { $0.bytes > 100 })
    }

    @Test("A store that is not there is not found")
    func absent() {
        let fixture = StoreFixture()
        for body in [
            { _ = try StoreFiles<ToyState>.check(at: "/nowhere", fileSystem: fixture.disk) },
            { _ = try StoreFiles<ToyState>.repair(at: "/nowhere", to: "/new", fileSystem: fixture.disk) },
        ] as [() throws -> Void] {
            let error = #expect(throws: StoreError.self) { try body() }
            #expect(error?.code == .notFound)
        }
    }
}
