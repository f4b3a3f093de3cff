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

    /// The moment `microseconds` later (or earlier, where negative), at most the first or the last of all.
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
