// SPDX-License-Identifier: MIT

/// A part of the calendar by its place beside today: whole days, in UTC.
package enum CalendarPeriod: String, CaseIterable, Hashable, Sendable {
    case today
    case yesterday
    /// From Monday to Sunday.
    case thisWeek = "this-week"
    /// The week before.
    case lastWeek = "last-week"
    case thisMonth = "this-month"
    case lastMonth = "last-month"
    case thisYear = "this-year"
    case lastYear = "last-year"

    /// The days, as of one of them or of one after them.
    package func days(asOf today: Day) -> ClosedRange<Day> {
        let (year, month, _) = today.civil
        return switch self {
        case .today: today...today
        case .yesterday: Self.days(from: today.number - 1, count: 1)
        case .thisWeek: Self.days(from: today.monday, count: 7)
        case .lastWeek: Self.days(from: today.monday - 7, count: 7)
        case .thisMonth: .month(month, of: year) ?? today...today
        case .lastMonth: .month(month == 1 ? 12 : month - 1, of: month == 1 ? year - 1 : year) ?? Day.first...Day.first
        case .thisYear: .year(year) ?? today...today
        case .lastYear: .year(year - 1) ?? Day.first...Day.first
        }
    }

    /// Days side by side, those of them that have a text form.
    private static func days(from first: Int32, count: Int32) -> ClosedRange<Day> {
        let start = min(max(Day(number: first), .first), .last)
        return start...min(max(Day(number: first + count - 1), start), .last)
    }
}

extension Day {
    /// The number of the Monday on or before the day; 1970-01-01 was a Thursday.
    fileprivate var monday: Int32 { Int32(truncatingIfNeeded: (Int64(number) + 3).floored(by: 7) * 7 - 3) }
}

extension ClosedRange<Day> {
    /// The days of a month; nil if the month does not exist.
    static func month(_ month: Int, of year: Int) -> ClosedRange<Day>? {
        guard let first = Day(year: year, month: month, day: 1),
            let last = Day(year: year, month: month, day: Day.length(of: month, in: year))
        else { return nil }
        return first...last
    }

    /// The days of a year; nil if the calendar does not have it.
    static func year(_ year: Int) -> ClosedRange<Day>? {
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31) else {
            return nil
        }
        return first...last
    }

    /// Parses a month such as `2025-06` or a date.
    ///
    /// - Throws: ``ValueError`` if the text has another form or names what does not exist.
    package init(parsingMonthOrDay text: String) throws(ValueError) {
        if let month = Self(parsingMonthOrYear: text), text.utf8.count > 4 {
            self = month
            return
        }
        do throws(ValueError) {
            let day = try Day(parsing: text)
            self = day...day
        } catch {
            throw ValueError("must be a month such as 2025-06 or a date such as 2025-06-30 that exists")
        }
    }

    /// Parses a month such as `2025-06` or a year such as `2025`; nil for any other text.
    init?(parsingMonthOrYear text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 4 || bytes.count == 7 && bytes[4] == UInt8(ascii: "-"),
            let year = Self.number(bytes[..<4])
        else { return nil }
        let days = bytes.count == 4 ? Self.year(year) : Self.number(bytes[5...]).flatMap { Self.month($0, of: year) }
        guard let days else { return nil }
        self = days
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(0) { number, digit in
            number.flatMap { value in digit.decimalValue.map { value * 10 + Int($0) } }
        }
    }
}
