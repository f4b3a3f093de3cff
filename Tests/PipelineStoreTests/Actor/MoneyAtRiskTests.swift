// SPDX-License-Identifier: MIT

import PipelineCore
import TestSupport
import Testing

@testable import PipelineStore

/// The money of changes that are not on disk yet.
@Suite("The money that a power cut would take", .serialized, .inTurn)
struct MoneyAtRiskTests {
    @Test("Money counts from the first change that is not on disk")
    func counts() {
        var risk = MoneyAtRisk()
        for sequence in 1...10 as ClosedRange<UInt64> {
            risk.add(AmountSum(scaled: Int128(sequence)), sequence: sequence)
        }
        #expect(risk.money(after: 0).scaled == 55)
        #expect(risk.money(after: 7).scaled == 8 + 9 + 10)
        #expect(risk.money(after: 7).scaled == 27)
        #expect(risk.money(after: 10).scaled == 0)
        risk.add(AmountSum(scaled: 5), sequence: 11)
        #expect(risk.money(after: 10).scaled == 5)
    }

    @Test("Many changes take little memory, and their money is never understated")
    func isBounded() {
        var risk = MoneyAtRisk()
        for sequence in 1...100_000 as ClosedRange<UInt64> { risk.add(AmountSum(scaled: 1), sequence: sequence) }
        #expect(risk.money(after: 0).scaled == 100_000)
        let rest = risk.money(after: 60_000).scaled
        #expect(rest >= 40_000 && rest < 41_000)
    }

    @Test("A cost and a credit both count, without their signs")
    func signs() throws {
        var record = CostRecord(
            id: .zero,
            userID: UserID(.zero),
            costType: "a",
            amount: try Amount(parsing: "-3.5"),
            billingPeriod: .first,
            recordedAt: .first
        )
        #expect(Change.addCost(record).money.description == "3.50")
        var batch = CostBatch()
        try batch.append(record, line: 1)
        record.amount = try Amount(parsing: "2")
        try batch.append(record, line: 2)
        #expect(Change.addCosts(batch).money.description == "5.50")
    }
}
