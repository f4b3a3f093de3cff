// SPDX-License-Identifier: MIT

/// A span of time whose ends both belong to it; an absent end is open.
package struct DateRange: Hashable, Sendable {
    /// The first moment of the span, nil if it has no beginning.
    package let start: Timestamp?
    /// The last moment of the span, nil if it has no end.
    package let end: Timestamp?

    /// Every moment.
    package static let all = DateRange(uncheckedStart: nil, end: nil)

    private init(uncheckedStart start: Timestamp?, end: Timestamp?) {
        self.start = start
        self.end = end
    }

    /// Makes a span, nil if it would end before it starts.
    package init?(start: Timestamp?, end: Timestamp?) {
        if let start, let end, end < start { return nil }
        self.init(uncheckedStart: start, end: end)
    }

    /// Makes the span of a period that ends `now`: it has no upper bound (specification, section 2).
    package init(_ period: Period, endingAt now: Timestamp) {
        self.init(
            uncheckedStart: now.advanced(byMicroseconds: -period.days * Timestamp.microsecondsPerDay),
            end: nil
        )
    }

    /// Makes the span of whole days.
    package init(_ days: ClosedRange<Day>) {
        self.init(uncheckedStart: days.lowerBound.start, end: days.upperBound.end)
    }

    /// The first microsecond of the span, the smallest of all if it has no beginning.
    var firstMicrosecond: Int64 { start?.microseconds ?? Timestamp.first.microseconds }

    /// The first microsecond after the span, past the largest of all if it has no end.
    var endMicrosecond: Int64 { (end ?? Timestamp.last).microseconds &+ 1 }

    /// Whether the span holds a moment.
    package func contains(_ moment: Timestamp) -> Bool {
        moment.microseconds >= firstMicrosecond && moment.microseconds < endMicrosecond
    }
}
