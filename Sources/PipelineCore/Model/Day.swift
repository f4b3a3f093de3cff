// SPDX-License-Identifier: MIT

/// A calendar day in UTC, of the years 0001 to 9999.
package struct Day: Hashable, BitwiseCopyable, Sendable {
    /// The number of days since 1970-01-01.
    package let number: Int32

    /// The first day that has a text form, 0001-01-01.
    package static let first = Day(number: -719_162)
    /// The last day that has a text form, 9999-12-31.
    package static let last = Day(number: 2_932_896)

    /// Makes a day from its number since 1970-01-01.
    @inline(__always)
    package init(number: Int32) {
        self.number = number
    }

    /// Makes a day of the proleptic Gregorian calendar, nil if the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year)
        else { return nil }
        // Days from civil: years begin in March, so that the leap day is the last of its year.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
    }

    /// The day's year, month and day of the month.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) &+ 719_468
        let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
        let dayOfEra = shifted &- era &* 146_097
        let yearOfEra = (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let monthFromMarch = (5 &* dayOfYear &+ 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch &+ 3 : monthFromMarch &- 9
        let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear &- (153 &* monthFromMarch &+ 2) / 5 &+ 1)
    }

    /// The day's first microsecond.
    @inline(__always)
    package var start: Timestamp { Timestamp(microseconds: Int64(number) &* Timestamp.microsecondsPerDay) }

    /// The day's last microsecond.
    package var end: Timestamp { Timestamp(microseconds: start.microseconds &+ (Timestamp.microsecondsPerDay &- 1)) }

    /// Whether the day has a text form.
    package var isRepresentable: Bool { self >= .first && self <= .last }

    static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: Comparable {
    /// Whether `lhs` is the earlier day.
    package static func < (lhs: Day, rhs: Day) -> Bool { lhs.number < rhs.number }
}

extension Day {
    /// Parses a date as `2025-12-26`.
    ///
    /// - Throws: ``ValueError`` if the text has another form or names a day that does not exist.
    package init(parsing text: Span<UInt8>) throws(ValueError) {
        var cursor = ByteCursor()
        guard let day = cursor.takeDate(text), cursor.position == text.count else { throw .notADate }
        guard let day else { throw .noSuchDay }
        self = day
    }

    /// Parses a date as `2025-12-26`.
    package init(parsing text: some StringProtocol) throws(ValueError) {
        self = try text.withBytes { (bytes) throws(ValueError) in try Self(parsing: bytes) }
    }
}

extension Day: CustomStringConvertible {
    /// The date as `2025-12-26`.
    package var description: String {
        var writer = ByteWriter(capacity: 10)
        writer.append(self)
        return writer.text
    }
}

extension ValueError {
    static let notADate = ValueError("must be a date such as 2025-12-26")
    static let noSuchDay = ValueError("must be a date that exists")
}

extension Int64 {
    /// The quotient, rounded down also below zero: as spans of time are counted from 1970.
    @inline(__always)
    func floored(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self &- (divisor &- 1)) / divisor
    }
}
