// SPDX-License-Identifier: MIT

import PipelineCore
import TestSupport
import Testing

@Suite("A period of costs")
struct CostPeriodTests {
    private static func text(_ days: ClosedRange<Day>) -> String { "\(days.lowerBound) \(days.upperBound)" }

    private static func days(_ text: String, asOf today: String) throws -> String {
        switch try CostPeriod(parsing: text, asOf: try Day(parsing: today)) {
        case .calendar(let days): Self.text(days)
        case .rolling(let period): period.rawValue
        }
    }

    @Test(
        "A part of the calendar has its days, as of any of them",
        arguments: [
            ("today", "2026-01-15", "2026-01-15 2026-01-15"), ("yesterday", "2026-01-01", "2025-12-31 2025-12-31"),
            ("this-week", "2026-01-15", "2026-01-12 2026-01-18"), ("this-week", "2026-01-12", "2026-01-12 2026-01-18"),
            ("this-week", "2026-01-18", "2026-01-12 2026-01-18"), ("last-week", "2026-01-04", "2025-12-22 2025-12-28"),
            ("last-week", "1970-01-01", "1969-12-22 1969-12-28"), ("this-month", "2024-02-29", "2024-02-01 2024-02-29"),
            ("last-month", "2026-01-31", "2025-12-01 2025-12-31"),
            ("last-month", "2025-03-31", "2025-02-01 2025-02-28"),
            ("this-year", "2026-01-15", "2026-01-01 2026-12-31"), ("last-year", "2026-01-15", "2025-01-01 2025-12-31"),
            ("2025-06", "2026-01-15", "2025-06-01 2025-06-30"), ("2024-02", "2026-01-15", "2024-02-01 2024-02-29"),
            ("2025", "2026-01-15", "2025-01-01 2025-12-31"), ("9999", "2026-01-15", "9999-01-01 9999-12-31"),
            ("yesterday", "0001-01-01", "0001-01-01 0001-01-01"), ("last-year", "0001-06-01", "0001-01-01 0001-01-01"),
            ("this-week", "9999-12-31", "9999-12-27 9999-12-31"), ("month", "2026-01-15", "month"),
        ]
    )
    func calendar(period: String, today: String, expected: String) throws {
        #expect(try Self.days(period, asOf: today) == expected)
    }

    @Test(
        "What is no period is refused",
        arguments: [
            "", "Today", "this week", "next-week", "2025-13", "2025-00", "2025-6", "25-06", "0000", "0000-01", "20x5",
            "2025/06", "2025-06-01", "２０２５",
        ]
    )
    func refusals(text: String) throws {
        let today = try Day(parsing: "2026-01-15")
        #expect(throws: ValueError.self) { try CostPeriod(parsing: text, asOf: today) }
    }

    @Test("A bill is of a month or a day")
    func bills() throws {
        #expect(Self.text(try ClosedRange(parsingMonthOrDay: "2025-06")) == "2025-06-01 2025-06-30")
        #expect(Self.text(try ClosedRange(parsingMonthOrDay: "2025-06-30")) == "2025-06-30 2025-06-30")
        for text in ["", "2025", "2025-06-31", "2025-13", "june"] {
            #expect(throws: ValueError.self) { try ClosedRange<Day>(parsingMonthOrDay: text) }
        }
    }
}
