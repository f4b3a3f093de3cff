// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import TestSupport
import Testing

/// A user with so many costs that the hours have sums of their own, compared with the rows one by one.
@Suite("The sums of a user with thousands of costs a day", .serialized, .inTurn)
struct DenseCostTests {
    private static let user = UserID(UUID(high: 1, low: 1))
    private static let hour: Int64 = 3_600_000_000
    /// The first microsecond of the span in which the costs lie: before 1970, so that numbers of hours are negative too.
    private static let first: Int64 = -3 * Timestamp.microsecondsPerDay
    private static let length: Int64 = 6 * Timestamp.microsecondsPerDay

    /// A cost at a random moment; one in eight falls on the edge of an hour, or the microsecond before.
    private static func cost(_ random: inout SeededGenerator) -> CostRecord {
        var moment = first + Int64.random(in: 0..<length, using: &random)
        if random.next() % 8 == 0 { moment = moment / hour * hour - Int64(random.next() % 2) }
        return CostRecord(
            id: .random(using: &random),
            userID: user,
            costType: ["compute", "storage", "network"][Int(random.next() % 3)],
            amount: Amount(digits: Int64.random(in: -999...99_999, using: &random), decimals: 4) ?? .zero,
            billingPeriod: Day(number: 0),
            recordedAt: Timestamp(microseconds: moment)
        )
    }

    /// Spans whose ends lie on the edges of days and hours, beside them, and anywhere.
    private static func ranges(_ random: inout SeededGenerator) -> [DateRange] {
        let edges = (0..<24)
            .map { _ in
                let moment = first + Int64.random(in: 0..<length, using: &random)
                let unit = [1, hour, hour, Timestamp.microsecondsPerDay][Int(random.next() % 4)]
                return Timestamp(microseconds: moment / unit * unit + Int64(random.next() % 3) - 1)
            }
        let spans = stride(from: 0, to: edges.count, by: 2)
            .compactMap { DateRange(start: min(edges[$0], edges[$0 + 1]), end: max(edges[$0], edges[$0 + 1])) }
        return [.all] + spans
            + [DateRange(start: edges[0], end: nil), DateRange(start: nil, end: edges[1])].compactMap { $0 }
    }

    /// What the answer says, and what the rows add up to, in the same words.
    private static func compare(_ state: LedgerState, _ range: DateRange) throws -> (answer: [String], rows: [String]) {
        let number = try #require(state.userNumber(of: user))
        var byDay: [Int32: Int128] = [:]
        var byType: [UInt32: Int128] = [:]
        var count = 0
        state.forEachCostGroup(of: number, in: range) { group in
            for index in group.indices {
                let row = group[index]
                byDay[row.recordedAt.day.number, default: 0] += row.amount.scaled
                byType[row.type, default: 0] += row.amount.scaled
                count += 1
            }
            return true
        }
        let types = byType.map { "\(state.costs.types[$0.key]) \($0.value)" }.sorted()
        let days = byDay.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let summary = state.costSummary(of: number, in: range, billed: nil)
        return (
            ["\(summary.count) \(summary.total.scaled)"] + summary.byType.map { "\($0.type) \($0.sum.scaled)" }.sorted()
                + summary.byDay.map { "\($0.day.number) \($0.sum.scaled)" },
            ["\(count) \(byDay.values.reduce(0, +))"] + types + days
        )
    }

    @Test("Sums stay exact while the number of costs crosses the threshold", arguments: [131_040, 131_072])
    func sums(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        var state = LedgerState()
        var batch = CostBatch()
        for line in 0..<count { try batch.append(Self.cost(&random), line: line) }
        state.apply(.addCosts(batch))
        for range in Self.ranges(&random) {
            let (answer, rows) = try Self.compare(state, range)
            #expect(answer == rows)
        }
        let copy = state
        for _ in 0..<64 { state.apply(.addCost(Self.cost(&random))) }
        for size in [1, 3, 200, 2000] {
            var batch = CostBatch()
            for line in 0..<size { try batch.append(Self.cost(&random), line: line) }
            state.apply(.addCosts(batch))
        }
        #expect(state.costCount == count + 2268)
        for range in Self.ranges(&random) {
            let (answer, rows) = try Self.compare(state, range)
            #expect(answer == rows)
        }
        #expect(state.checkInvariants() == [])
        #expect(try LedgerState(parts: state.parts).checkInvariants() == [])
        #expect(copy.costCount == count)
        #expect(copy.checkInvariants() == [])
    }
}
