// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import TestSupport
import Testing

/// Random changes to the state and to the naive ledger: every answer equal, every invariant whole.
@Suite("The state against a naive model", .serialized, .inTurn)
struct LedgerStateModelTests {
    @Test("Random changes give the naive model's answers, taken apart and put together in between", arguments: 0..<24)
    func randomChanges(seed: UInt64) throws {
        var random = RandomChanges(seed: seed)
        var state = LedgerState()
        var naive = NaiveLedger()
        for round in 0..<4 {
            for _ in 0..<30 {
                let change = random.next(in: naive)
                try state.check(change)
                state.apply(change)
                naive.apply(change)
            }
            let comparison = LedgerComparison(state, with: naive, users: random.users, ranges: random.ranges())
            #expect(comparison.differences == [])
            #expect(state.checkInvariants() == [])
            if round % 2 == 1 { state = try LedgerState(parts: state.parts) }
        }
    }

    @Test("A user who grows across the threshold of the cells keeps exact sums", arguments: [2047, 2048, 2049, 4100])
    func cellThreshold(count: Int) throws {
        var random = RandomChanges(seed: UInt64(count))
        var state = LedgerState()
        var naive = NaiveLedger()
        let user = random.users[0]
        for _ in 0..<count {
            let change = Change.addCost(random.cost(of: user))
            state.apply(change)
            naive.apply(change)
        }
        let batch = Change.addCosts(random.costs(count: 500))
        state.apply(batch)
        naive.apply(batch)
        #expect(LedgerComparison(state, with: naive, users: [user], ranges: random.ranges()).differences == [])
        #expect(state.checkInvariants() == [])
    }

    @Test("A batch that comes again is unchanged, row by row, and a row with other content is a conflict")
    func repeatedBatch() throws {
        var random = RandomChanges(seed: 5)
        var state = LedgerState()
        let batch = random.costs(count: 200)
        state.apply(.addCosts(batch))
        let again = try state.plan(batch)
        #expect(again.newCount == 0)
        #expect(again.unchangedCount == 200)
        var changed = CostBatch()
        var record = batch[7]
        record.amount = .zero
        try changed.append(record, line: 3)
        let plan = try state.plan(changed)
        #expect(plan.conflicts.map(\.line) == [3])
        #expect(plan.conflicts.first?.error.code == .conflict)
    }

    @Test("A copy that is held does not change with the original, and applying a change copies nothing else")
    func copiesAreIndependent() throws {
        var random = RandomChanges(seed: 9)
        var state = LedgerState()
        var naive = NaiveLedger()
        for _ in 0..<200 {
            let change = random.next(in: naive)
            state.apply(change)
            naive.apply(change)
        }
        let copy = state
        let naiveCopy = naive
        for _ in 0..<200 {
            let change = random.next(in: naive)
            state.apply(change)
            naive.apply(change)
        }
        #expect(LedgerComparison(copy, with: naiveCopy, users: random.users, ranges: [.all]).differences == [])
        #expect(LedgerComparison(state, with: naive, users: random.users, ranges: [.all]).differences == [])
        #expect(copy.checkInvariants() == [])
    }
}
