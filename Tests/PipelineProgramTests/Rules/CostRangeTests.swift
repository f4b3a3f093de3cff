// SPDX-License-Identifier: MIT

import TestSupport
internal import Testing

@Suite("Which records the costs are about", .serialized, .inTurn)
struct CostRangeTests {
    /// Moments around every edge that the clock (2026-01-15T12:00:00Z) and the dates below make.
    private static let moments = [
        "2025-01-15T11:59:59.999999Z", "2025-01-15T12:00:00Z",
        "2025-12-16T11:59:59.999999Z", "2025-12-16T12:00:00Z",
        "2026-01-08T11:59:59.999999Z", "2026-01-08T12:00:00Z",
        "2026-01-09T23:59:59.999999Z", "2026-01-10T00:00:00Z", "2026-01-10T23:59:59.999999Z", "2026-01-11T00:00:00Z",
        "2026-01-15T12:00:00Z", "2026-01-15T12:00:00.000001Z", "2027-06-01T00:00:00Z",
    ]

    /// A question and the places of the first and the last moment of its answer; none where it is an error.
    private struct Question {
        let options: String
        let answer: ClosedRange<Int>?

        init(_ options: String, _ answer: ClosedRange<Int>?) {
            self.options = options
            self.answer = answer
        }
    }

    private static let questions = [
        Question("", 3...12),
        Question("--period month", 3...12),
        Question("--period week", 5...12),
        Question("--period year", 1...12),
        Question("--period ''", 3...12),
        Question("--period '' --start-date '' --end-date ''", 3...12),
        Question("--period=week --start-date=", 5...12),
        Question("--start-date 2026-01-10 --end-date 2026-01-10", 7...8),
        Question("--start-date 2026-01-10", 7...12),
        Question("--end-date 2026-01-10", 0...8),
        Question("--period week --end-date 2026-01-10", 0...8),
        Question("--period week --start-date 2026-01-10", 7...12),
        Question("--start-date 2026-01-10T00:00:00Z --end-date 2026-01-10T00:00:00Z", 7...7),
        Question("--start-date 2026-01-10T00:00:00.000001Z --end-date 2026-01-11T00:00:00Z", 8...9),
        Question("--start-date '2026-01-10 02:00:00+02' --end-date 2026-01-10", 7...8),
        Question("--end-date 2026-01-10T23:59:59.999998Z", 0...7),
        Question("--end-date 2026-01-09T24:00:00Z", nil),
        Question("--start-date 2026-01-11 --end-date 2026-01-10", nil),
        Question("--start-date 2026-01-10T00:00:00.000001Z --end-date 2026-01-10T00:00:00Z", nil),
        Question("--start-date 2026-02-29", nil),
        Question("--end-date 2025-13-01", nil),
        Question("--start-date yesterday", nil),
        Question("--period fortnight", nil),
        Question("--period WEEK", nil),
        Question("--period fortnight --start-date 2026-01-10", nil),
    ]

    @Test("Each question is answered with the records of its range, both ends included")
    func ranges() throws {
        // From the last to the first, so that the order of arrival is not the order of time.
        let additions = Self.moments.indices.reversed()
            .map {
                "add cost --type t\($0 % 3) --amount 0.\($0 + 100) --recorded-at \(Self.moments[$0]) --id \(testID($0))"
            }
        let answers = try Session.answersForAlice(to: additions + Self.questions.map { "costs \($0.options)" })
            .dropFirst(additions.count)
        try #require(answers.count == Self.questions.count)
        for (question, answer) in zip(Self.questions, answers) {
            guard let range = question.answer else {
                #expect(answer["error"].text?.hasPrefix("Invalid ") == true, "\(question.options): \(answer)")
                continue
            }
            let ids = answer["data"]["records"].elements.map { $0["id"] }
            #expect(ids == range.map { .string(testID($0)) }, "\(question.options)")
            let thousandths = range.reduce(0) { $0 + $1 + 100 }
            let total = DecimalText.roundedToCents(thousandths: thousandths)
            #expect(answer["data"]["total_cost"] == .number(total), "\(question.options)")
        }
    }

    @Test("Sums are exact for each type and day, and the total alone is rounded, half away from zero")
    func sums() throws {
        let answers = try Session.answersForAlice(to: [
            "add cost --type b --amount 0.1 --recorded-at 2026-01-14T23:59:59.999999Z",
            "add cost --type a --amount 0.2 --recorded-at 2026-01-15T00:00:00Z",
            "add cost --type 'B' --amount -0.000000000001 --recorded-at 2026-01-10T00:00:00Z",
            "add cost --type b --amount 0.005",
            "costs --no-records",
            "add cost --type b --amount 0.000000000001",
            "costs --no-records",
            "add cost --type c --amount -0.61",
            "costs --no-records",
            "costs --start-date 2030-01-01",
        ])
        let first = answers[4]["data"]
        #expect(first.names == ["total_cost", "cost_by_type", "chart_data"])
        #expect(first["total_cost"] == .number("0.30"))
        #expect(first["cost_by_type"].names == ["B", "a", "b"])
        #expect(first["cost_by_type"]["B"] == .number("-0.000000000001"))
        #expect(first["cost_by_type"]["b"] == .number("0.105"))
        #expect(first["chart_data"].elements.map { $0["date"] } == ["2026-01-10", "2026-01-14", "2026-01-15"])
        #expect(first["chart_data"][2]["amount"] == .number("0.205"))
        #expect(answers[6]["data"]["total_cost"] == .number("0.31"))
        #expect(answers[8]["data"]["total_cost"] == .number("-0.31"))
        #expect(
            answers[9]["data"]
                == .object([
                    .init(name: "total_cost", value: .number("0.00")), .init(name: "cost_by_type", value: .object([])),
                    .init(name: "chart_data", value: .array([])), .init(name: "records", value: .array([])),
                ])
        )
    }

    @Test("Records of one moment come in order of arrival, with every field in its place")
    func equalTimes() throws {
        let additions = (0..<40).map { "add cost --type t --amount \($0) --id \(testID(39 - $0))" }
        let answers = try Session.answersForAlice(to: additions + ["costs"])
        let records = answers[40]["data"]["records"]
        #expect(records.elements.map { $0["id"].text } == (0..<40).map { testID(39 - $0) })
        #expect(
            records[0].names == [
                "id", "user_id", "job_id", "cost_type", "amount", "details", "billing_period", "recorded_at",
            ]
        )
    }

    @Test("A sum of many large amounts does not overflow")
    func largeSums() throws {
        let additions = Array(repeating: "add cost --type t --amount 99999999.9999999999", count: 300)
        let answers = try Session.answersForAlice(to: additions + ["costs --no-records"])
        #expect(answers[300]["data"]["total_cost"] == .number("30000000000.00"))
        #expect(answers[300]["data"]["cost_by_type"]["t"] == .number("29999999999.99999997"))
    }
}
