// SPDX-License-Identifier: MIT

/// A moment in UTC with microseconds, of the years 0001 to 9999.
package struct Timestamp: Hashable, BitwiseCopyable, Sendable {
    /// The number of microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    /// The number of microseconds of a day.
    package static let microsecondsPerDay: Int64 = 86_400_000_000
    /// The first moment that has a text form.
    package static let first = Day.first.start
    /// The last moment that has a text form.
    package static let last = Day.last.end

    /// Makes a moment from its microseconds since 1970-01-01T00:00:00Z.
    @inline(__always)
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The day on which the moment falls.
    @inline(__always)
    package var day: Day {
        Day(number: Int32(truncatingIfNeeded: microseconds.floored(by: Self.microsecondsPerDay)))
    }

    /// Whether the moment has a text form.
    package var isRepresentable: Bool { self >= .first && self <= .last }

    /// The moment `microseconds` later (or earlier, if negative), at most the first or the last of all.
    package func advanced(byMicroseconds distance: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(distance)
        if overflow { return distance < 0 ? .first : .last }
        return min(max(Timestamp(microseconds: sum), .first), .last)
    }
}

extension Timestamp: Comparable {
    /// Whether `lhs` is the earlier moment.
    @inline(__always)
    package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.microseconds < rhs.microseconds }
}

extension Timestamp {
    /// Parses a timestamp as RFC 3339, PostgreSQL, JavaScript and people write it.
    ///
    /// `2025-12-26T10:30:00Z`, `2025-12-26 10:30:00.123456+00`, `2025-12-26T10:30+02:00`: seconds and offset are
    /// optional (UTC if absent), at most six decimals of a second count, no leap second.
    ///
    /// - Throws: ``ValueError`` if the text has another form or names a moment that does not exist.
    package init(parsing text: Span<UInt8>) throws(ValueError) {
        var cursor = ByteCursor()
        guard let day = cursor.takeDate(text) else { throw .notATimestamp }
        guard let day else { throw .noSuchDay }
        guard let separator = cursor.take(text),
            separator | 0x20 == UInt8(ascii: "t") || separator == UInt8(ascii: " ")
        else { throw .notATimestamp }
        let time = try cursor.takeTime(text)
        let offset = try cursor.takeOffset(text)
        guard cursor.position == text.count else { throw .notATimestamp }
        let moment = Timestamp(microseconds: day.start.microseconds &+ time &- offset)
        guard moment.isRepresentable else { throw .outsideOfCalendar }
        self = moment
    }

    /// Parses a timestamp, as ``init(parsing:)`` does from bytes.
    package init(parsing text: some StringProtocol) throws(ValueError) {
        self = try text.withBytes { (bytes) throws(ValueError) in try Self(parsing: bytes) }
    }
}

extension Timestamp: CustomStringConvertible {
    /// The timestamp as `2025-12-26T10:30:00Z`, with three or six decimals if they are not zero.
    package var description: String {
        var writer = ByteWriter(capacity: 32)
        writer.append(self)
        return writer.text
    }
}

extension ValueError {
    static let notATimestamp = ValueError("must be a timestamp such as 2025-12-26T10:30:00Z")
    static let noSuchTime = ValueError("must have a time of day that exists")
    static let tooFine = ValueError("must be no finer than a microsecond")
    static let outsideOfCalendar = ValueError("must be in the years 0001 to 9999")
}
