// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import TestSupport
internal import Testing

@Suite("Days", .serialized, .inTurn)
struct DayTests {
    @Test func `Every day of the calendar follows the one before`() throws {
        var expected = (year: 1, month: 1, day: 1)
        for number in Day.first.number...Day.last.number {
            let civil = Day(number: number).civil
            guard civil == expected,
                number % 97 != 0 || Day(year: civil.0, month: civil.1, day: civil.2)?.number == number
            else {
                Issue.record("day \(number) is \(civil), not \(expected)")
                return
            }
            expected.day += 1
            let isLeap = expected.year % 4 == 0 && expected.year % 100 != 0 || expected.year % 400 == 0
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if expected.day > lengths[expected.month - 1] {
                expected = expected.month == 12 ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
            }
        }
        #expect(expected == (10_000, 1, 1))
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
        ("2000-02-29", 11_016), ("2024-02-29", 19_782), ("2025-12-26", 20_448),
    ])
    func `A date reads and writes itself`(_ text: String, _ number: Int32) throws {
        let day = try Day(parsing: text)
        #expect(day.number == number)
        #expect(day.description == text)
    }

    @Test(arguments: [
        ("2025-02-29", "must be a date that exists"), ("1900-02-29", "must be a date that exists"),
        ("2025-04-31", "must be a date that exists"), ("2025-13-01", "must be a date that exists"),
        ("2025-00-10", "must be a date that exists"), ("2025-01-00", "must be a date that exists"),
        ("0000-01-01", "must be a date that exists"),
        ("", "must be a date such as 2025-12-26"), ("2025-1-1", "must be a date such as 2025-12-26"),
        ("20251226", "must be a date such as 2025-12-26"),
        ("2025-12-26 ", "must be a date such as 2025-12-26"),
        ("10000-01-01", "must be a date such as 2025-12-26"),
        ("-001-01-01", "must be a date such as 2025-12-26"),
        ("２０２５-12-26", "must be a date such as 2025-12-26"),
    ])
    func `What is no date says why`(_ text: String, _ rule: String) {
        #expect(throws: ValueError(rule)) { try Day(parsing: text) }
    }

    @Test func `A day starts and ends at its own moments`() throws {
        let day = try Day(parsing: "2024-02-29")
        #expect(day.start.description == "2024-02-29T00:00:00Z")
        #expect(day.end.description == "2024-02-29T23:59:59.999999Z")
        #expect(day.end.day == day)
    }
}
