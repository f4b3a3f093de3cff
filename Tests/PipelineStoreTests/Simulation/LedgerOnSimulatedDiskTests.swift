// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import StorageTestSupport
import TestSupport
import Testing

@testable import PipelineStore

/// The real state on a disk that loses power at any call: what was acknowledged is there, and nothing else is.
@Suite("The state on a simulated disk", .serialized, .inTurn)
struct LedgerOnSimulatedDiskTests {
    @Test("Every life ends in the state after some change, no earlier than the last acknowledged", arguments: 0..<40)
    func lives(seed: UInt64) throws {
        var life = LedgerLife(seed: seed)
        for _ in 0..<4 { try life.run() }
        try life.run(endsByClosing: true)
    }
}

/// One life of a store: runs that are ended by power cuts, with random changes in between.
private struct LedgerLife {
    private var disk: SimulatedDisk
    private var random: RandomChanges
    /// Every change of the branch that is alive, in order.
    private var changes: [Change] = []
    private var acknowledged = 0

    init(seed: UInt64) {
        disk = SimulatedDisk(seed: seed)
        random = RandomChanges(seed: seed)
    }

    /// Opens the store, changes it and loses power, mostly in the middle.
    mutating func run(endsByClosing: Bool = false) throws {
        if !endsByClosing { disk.stop(afterCalls: 20 + random.below(300)) }
        var options = StoreFilesOptions()
        options.scheduling = .inline
        options.framePayload = 1000
        options.blockPayload = 512
        if let opened = try? StoreFiles<LedgerState>.open(at: "/store", options: options, fileSystem: disk) {
            try verify(opened.state)
            let state = try live(opened.state, opened.files)
            if endsByClosing { try opened.files.closeInline(final: state) }
        } else {
            #expect(disk.isStopped, "a store opens unless the power is gone")
        }
        disk = disk.powerCut()
    }

    private mutating func live(_ state: LedgerState, _ files: StoreFiles<LedgerState>) throws -> LedgerState {
        var state = state
        var naive = NaiveLedger()
        for change in changes { naive.apply(change) }
        for _ in 0..<random.below(12) where !disk.isStopped {
            let change = random.next(in: naive)
            guard (try? files.checkAccepting(change: state.sequence + 1)) != nil else { break }
            try state.check(change)
            state.apply(change)
            naive.apply(change)
            changes.append(change)
            _ = try? files.append(change.encoded, sequence: state.sequence)
            if random.below(3) > 0 { files.writePending() }
            if random.below(5) == 0 { _ = try? files.snapshotInline(of: state) }
            acknowledged = max(acknowledged, Int(files.durableSequence))
        }
        return state
    }

    /// Checks a recovered state against the naive ledger after the same number of changes.
    private mutating func verify(_ state: LedgerState) throws {
        let count = Int(state.sequence)
        #expect(count >= acknowledged, "change \(acknowledged) was acknowledged, and the last one is \(count)")
        try #require(count <= changes.count)
        changes.removeSubrange(count...)
        acknowledged = count
        var naive = NaiveLedger()
        for change in changes { naive.apply(change) }
        #expect(LedgerComparison(state, with: naive, users: random.users, ranges: random.ranges()).differences == [])
        #expect(state.checkInvariants() == [])
    }
}
