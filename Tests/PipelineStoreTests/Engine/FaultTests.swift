// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

@Suite("A disk that fails at any call", .serialized, .inTurn)
struct FaultTests {
    /// Runs a store with the faults until they have had their way, then without: nothing acknowledged may be gone.
    private static func live(_ fault: SimulatedFault, fsync: FsyncPolicy, powerCut: Bool) throws -> Int {
        var fixture = StoreFixture(fsync: fsync, keep: 2)
        _ = try fixture.makeStore(changes: 2)
        var acknowledged: UInt64 = 4
        var digests: [UInt64: UInt64] = [:]
        fixture.disk.fail([fault])
        if let opened = try? fixture.open() {
            var state = opened.state
            if case .serving = opened.files.status.condition { acknowledged = state.sequence }
            digests[state.sequence] = state.digest
            for round in 0..<3 {
                do throws(StoreError) {
                    for index in 0..<2 {
                        let payload = index == 1 ? [UInt8](repeating: UInt8(round), count: 60) : [UInt8(round), 9]
                        try opened.files.checkAccepting(change: state.sequence + 1)
                        state.apply(payload)
                        digests[state.sequence] = state.digest
                        try opened.files.append(payload, sequence: state.sequence)
                    }
                    opened.files.writePending()
                    if opened.files.status.condition == .serving, opened.files.durableSequence == state.sequence {
                        acknowledged = state.sequence
                    }
                    _ = try opened.files.snapshotInline(of: state)
                    acknowledged = max(acknowledged, state.sequence)
                } catch {
                    guard let durable = try? opened.files.lastDurableStateInline() else { break }
                    #expect(durable.digest == digests[durable.sequence], "\(fault): went back to what never was")
                    state = durable
                }
            }
            try? opened.files.closeInline(final: state)
        }
        let calls = fixture.disk.calls
        fixture.disk = powerCut ? fixture.disk.powerCut() : fixture.disk.killed()
        let opened = try fixture.open()
        let known = digests[opened.state.sequence]
        #expect(
            opened.state.sequence >= acknowledged,
            "\(fault), power cut \(powerCut): change \(acknowledged) is lost"
        )
        #expect(known == nil || known == opened.state.digest, "\(fault): a state that never was")
        return calls
    }

    @Test(
        "Whichever call fails, once or for ever, nothing that was acknowledged is lost",
        arguments: [
            SimulatedFault.Effect.failure(5), .failure(28), .failure(30), .failure(4), .short,
        ],
        [false, true]
    )
    func everyCall(_ effect: SimulatedFault.Effect, _ isForEver: Bool) throws {
        // An interruption that never ends would be waited for as long.
        if effect == .failure(4), isForEver { return }
        for powerCut in [false, true] {
            var call = 0
            while true {
                let fault = SimulatedFault(effect, atCall: call, isForEver: isForEver)
                let calls = try Self.live(fault, fsync: .always, powerCut: powerCut)
                if calls <= call { break }
                call += 1
            }
            #expect(call > 100)
        }
    }

    @Test("A flush that fails refuses every later change, and reads go back to the last durable state")
    func poison() throws {
        let fixture = StoreFixture()
        let opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[1], [2]], to: &state, opened.files)
        let durable = state
        fixture.disk.fail([SimulatedFault(.failure(5), atCall: 0, of: .flushes)])
        try StoreFixture.add([[3]], to: &state, opened.files)
        #expect(opened.files.durableSequence == 2)
        guard case .failed = opened.files.status.condition else {
            Issue.record("not failed: \(opened.files.status.condition)")
            return
        }
        #expect(try opened.files.lastDurableStateInline() == durable)
        #expect(throws: StoreError.self) { try opened.files.checkAccepting(change: 3) }
        #expect(throws: StoreError.self) { try opened.files.append([4], sequence: 3) }
        #expect(throws: StoreError.self) { _ = try opened.files.snapshotInline(of: durable) }
        #expect(throws: StoreError.self) { try opened.files.closeInline(final: durable) }
    }

    @Test("A full disk refuses changes, goes back to the last durable state, and takes changes when there is room")
    func full() throws {
        let fixture = StoreFixture()
        let opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[1], [2]], to: &state, opened.files)
        let before = fixture.contents
        fixture.disk.setRoom(10)
        try StoreFixture.add([[3, 3, 3]], to: &state, opened.files)
        #expect(fixture.contents == before)
        #expect(throws: StoreError.self) { try opened.files.checkAccepting(change: 3) }
        let durable = try opened.files.lastDurableStateInline()
        #expect(durable.sequence == 2)
        fixture.disk.setRoom(1 << 30)
        #expect(throws: StoreError.self, "the state has not gone back") { try opened.files.checkAccepting(change: 4) }
        state = durable
        try StoreFixture.add([[5]], to: &state, opened.files)
        #expect(opened.files.durableSequence == 3)
        #expect(opened.files.status.condition == .serving)
    }

    @Test("A disk that is full at the start is read, and taken for changes again after a save")
    func fullAtTheStart() throws {
        var fixture = StoreFixture()
        let digests = try fixture.makeStore(changes: 3)
        let before = fixture.contents
        fixture.disk.setRoom(0)
        var opened = try fixture.open()
        #expect(opened.state.digest == digests.last)
        #expect(fixture.contents == before)
        #expect(throws: StoreError.self) { try opened.files.checkAccepting(change: 7) }
        try opened.files.closeInline(final: opened.state)
        opened = try fixture.open()
        #expect(fixture.contents == before)
        fixture.disk.setRoom(1 << 30)
        #expect(try opened.files.snapshotInline(of: opened.state).generation == 3)
        var state = opened.state
        try StoreFixture.add([[1]], to: &state, opened.files)
        #expect(opened.files.durableSequence == 7)
    }

    @Test("Of many saves at once after a start on a full disk one makes the generation, and all are told of it")
    func savesAfterAFullStart() async throws {
        for _ in 0..<20 {
            var fixture = StoreFixture()
            _ = try fixture.makeStore(changes: 3)
            fixture.disk.setRoom(0)
            let opened = try fixture.open()
            fixture.disk.setRoom(1 << 30)
            let generations = try await withThrowingTaskGroup(of: UInt64.self) { group in
                for _ in 0..<8 { group.addTask { try await opened.files.snapshot(of: opened.state).generation } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(generations == [3])
            var state = opened.state
            try StoreFixture.add([[1]], to: &state, opened.files)
            #expect(opened.files.durableSequence == 7)
            try opened.files.closeInline(final: state)
            #expect(try fixture.open().state == state)
        }
    }

    @Test("The room that is kept for a snapshot is that of every change since the last one, failed ones between or not")
    func roomAfterFailedSnapshots() throws {
        let fixture = StoreFixture()
        let opened = try fixture.open()
        var state = opened.state
        for round in 0..<4 as Range<UInt8> {
            try StoreFixture.add(
                Array(repeating: [UInt8](repeating: round, count: 100), count: 20),
                to: &state,
                opened.files
            )
            fixture.disk.fail([SimulatedFault(.failure(5), atCall: 2, of: .flushes)])
            #expect(throws: StoreError.self) { _ = try opened.files.snapshotInline(of: state) }
            fixture.disk.fail([])
        }
        try StoreFixture.add([[1]], to: &state, opened.files)
        let journals = fixture.contents.filter { $0.key.hasSuffix(".journal") }.values.reduce(0) { $0 + $1.count }
        // A twentieth of the simulated disk's 1 MiB is kept beside it.
        let kept: UInt64 = (1 << 20) / 20
        fixture.disk.setRoom(kept + UInt64(journals) - 1000)
        try StoreFixture.add([[2]], to: &state, opened.files)
        #expect(opened.files.status.condition.name == "full")
        fixture.disk.setRoom(kept + UInt64(journals) + 2000)
        try StoreFixture.add([[3]], to: &state, opened.files)
        #expect(opened.files.status.condition == .serving)
        // The snapshot that replaces them all needs none of it any more.
        _ = try opened.files.snapshotInline(of: state)
        fixture.disk.setRoom(kept + 1000)
        try StoreFixture.add([[4]], to: &state, opened.files)
        #expect(opened.files.status.condition == .serving)
    }

    @Test("A snapshot that cannot be written leaves the store serving and is said")
    func snapshotFails() throws {
        let fixture = StoreFixture()
        let opened = try fixture.open()
        var state = opened.state
        try StoreFixture.add([[1]], to: &state, opened.files)
        // The third flush is the snapshot's: the new journal and its name come first.
        fixture.disk.fail([SimulatedFault(.failure(5), atCall: 2, of: .flushes)])
        #expect(throws: StoreError.self) { _ = try opened.files.snapshotInline(of: state) }
        #expect(opened.files.status.snapshotFailure != nil)
        #expect(fixture.contents.keys.allSatisfy { !$0.hasSuffix(".tmp") })
        try StoreFixture.add([[2]], to: &state, opened.files)
        #expect(opened.files.durableSequence == 2)
        #expect(try opened.files.snapshotInline(of: state).sequence == 2)
        #expect(opened.files.status.snapshotFailure == nil)
    }
}
