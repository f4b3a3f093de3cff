// SPDX-License-Identifier: MIT

/// What a period of costs can be: a span of time that ends now, or a part of the calendar.
package enum CostPeriod: Hashable, Sendable {
    /// A span that ends now.
    case rolling(Period)
    /// Whole days, in UTC.
    case calendar(ClosedRange<Day>)

    /// The names of periods; a month such as `2025-06` and a year such as `2025` are periods too.
    package static let names = Period.allCases.map(\.rawValue) + CalendarPeriod.allCases.map(\.rawValue)

    /// Parses a period as it is asked for on some day.
    ///
    /// - Throws: ``ValueError`` if it is none of the names, no month and no year.
    package init(parsing text: String, asOf today: Day) throws(ValueError) {
        if let period = try? Period(parsing: text) {
            self = .rolling(period)
        } else if let period = CalendarPeriod.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) {
            self = .calendar(period.days(asOf: today))
        } else if let days = ClosedRange<Day>(parsingMonthOrYear: text) {
            self = .calendar(days)
        } else {
            throw ValueError(mustBeOneOf: Self.names + ["a month such as 2025-06", "a year such as 2025"])
        }
    }

    /// The span of time, as it is asked for at a moment.
    package func range(at now: Timestamp) -> DateRange {
        switch self {
        case .rolling(let period): DateRange(period, endingAt: now)
        case .calendar(let days): DateRange(days)
        }
    }
}
