// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

/// A system that is short of descriptors or memory for a moment.
@Suite("A system that is short of descriptors or memory", .serialized, .inTurn)
struct ShortageTests {
    /// What a system can be short of, and the calls that need it.
    enum Shortage: CaseIterable {
        /// `EMFILE`: the process has as many files open as it may.
        case ofOwnDescriptors
        /// `ENFILE`: the system has.
        case ofDescriptors
        /// `ENOMEM`.
        case ofMemory

        func fault(atCall call: Int, isForEver: Bool = false) -> SimulatedFault {
            switch self {
            case .ofOwnDescriptors: SimulatedFault(.failure(24), atCall: call, of: .descriptors, isForEver: isForEver)
            case .ofDescriptors: SimulatedFault(.failure(23), atCall: call, of: .descriptors, isForEver: isForEver)
            case .ofMemory: SimulatedFault(.failure(12), atCall: call, of: .memory, isForEver: isForEver)
            }
        }
    }

    /// A store whose owner tries everything once more if it is refused.
    private struct Life {
        var fixture: StoreFixture
        var refusals = 0
        private var opened: OpenedStore<ToyState>?
        private var state = ToyState()

        init(_ fixture: StoreFixture) {
            self.fixture = fixture
        }

        var condition: StoreCondition? { opened?.files.status.condition }

        /// Opens the store, changes it, saves it, changes it again and closes it.
        mutating func run() throws -> ToyState {
            let opened = try twice { (life) throws(StoreError) in try life.fixture.open() }
            (self.opened, state) = (opened, opened.state)
            try change([1])
            try change([UInt8](repeating: 2, count: 90))
            for payload in [[3], [4]] as [[UInt8]] {
                _ = try twice { (life) throws(StoreError) in try opened.files.snapshotInline(of: life.state) }
                try change(payload)
            }
            _ = try opened.files.lastDurableStateInlineTwice(&refusals)
            // What is not saved at the end is in the journal.
            do throws(StoreError) { try opened.files.closeInline(final: state) } catch { refusals += 1 }
            return state
        }

        private mutating func change(_ payload: [UInt8]) throws {
            guard let files = opened?.files else { return }
            let next = state.sequence + 1
            try twice { (life) throws(StoreError) in
                try StoreFixture.add([payload], to: &life.state, files)
                guard files.durableSequence == next else {
                    #expect(files.status.condition == .serving)
                    #expect(files.isAhead(life.state.sequence))
                    life.state = try files.lastDurableStateInlineTwice(&life.refusals)
                    #expect(life.state.sequence == next - 1)
                    throw .storage("refused")
                }
            }
        }

        private mutating func twice<R>(
            _ body: (inout Life) throws(StoreError) -> R
        ) throws(StoreError) -> R {
            do {
                return try body(&self)
            } catch {
                refusals += 1
                #expect(error.code == .storage)
                return try body(&self)
            }
        }
    }

    @Test(
        "Whichever call lacks something once, one thing is refused, the next is done, and nothing is lost",
        arguments: Shortage.allCases,
        [false, true]
    )
    func once(_ shortage: Shortage, isNew: Bool) throws {
        for call in 0... {
            var fixture = StoreFixture(keep: 2)
            if !isNew { _ = try fixture.makeStore(changes: 2) }
            fixture.disk.fail([shortage.fault(atCall: call)])
            var life = Life(fixture)
            let state: ToyState
            do {
                state = try life.run()
            } catch {
                Issue.record("\(shortage), call \(call): \(error)")
                return
            }
            #expect(life.refusals <= 1, "\(shortage), call \(call)")
            let isOver = fixture.disk.faultsMet == 0
            for next in [fixture.disk.killed(), fixture.disk.powerCut()] {
                fixture.disk = next
                #expect(try fixture.open().state == state, "\(shortage), call \(call)")
            }
            if isOver {
                #expect(call > 20)
                return
            }
        }
    }

    @Test(
        "A lack that lasts refuses what needs it and nothing after it",
        arguments: [Shortage.ofOwnDescriptors, .ofDescriptors]
    )
    func lasting(_ shortage: Shortage) throws {
        for call in 0..<40 {
            let fixture = StoreFixture(keep: 2)
            let opened = try fixture.open()
            var state = opened.state
            var acknowledged = state
            fixture.disk.fail([shortage.fault(atCall: call, isForEver: true)])
            for round in 0..<6 as Range<UInt8> {
                if (try? StoreFixture.add([[round]], to: &state, opened.files)) != nil,
                    opened.files.durableSequence == state.sequence
                {
                    acknowledged = state
                }
                _ = try? opened.files.snapshotInline(of: state)
                if opened.files.isAhead(state.sequence), let durable = try? opened.files.lastDurableStateInline() {
                    #expect(durable == acknowledged)
                    state = durable
                }
                #expect(opened.files.status.condition == .serving)
            }
            fixture.disk.fail([])
            if opened.files.isAhead(state.sequence) { state = try opened.files.lastDurableStateInline() }
            #expect(state == acknowledged)
            try StoreFixture.add([[9], [8]], to: &state, opened.files)
            #expect(opened.files.durableSequence == state.sequence)
            #expect(try opened.files.snapshotInline(of: state).sequence == state.sequence)
            try opened.files.closeInline(final: state)
            #expect(try fixture.open().state == state)
        }
    }
}

extension StoreFiles<ToyState> {
    /// Reads back once more if it fails.
    fileprivate func lastDurableStateInlineTwice(_ refusals: inout Int) throws(StoreError) -> ToyState {
        do {
            return try lastDurableStateInline()
        } catch {
            refusals += 1
            return try lastDurableStateInline()
        }
    }
}
