// SPDX-License-Identifier: MIT

package import PipelineCore

/// The first question: what training has cost, over which span of time.
package struct CostsRequest: Sendable {
    /// The span of time.
    package let range: DateRange
    /// The rolling period that the span is, nil where dates override it.
    package let period: Period?

    /// Reads the question from the texts of its parameters; an empty text counts as absent.
    ///
    /// - Parameters:
    ///   - period: `week`, `month` (where absent) or `year`.
    ///   - startDate: A date or a timestamp that overrides the period; the other side is open where it is absent.
    ///   - endDate: A date, which means that whole day, or a timestamp.
    ///   - now: The moment at which a period ends.
    /// - Throws: ``StoreError`` of kind invalid that names the parameter.
    package init(
        period: String? = nil,
        startDate: String? = nil,
        endDate: String? = nil,
        now: Timestamp
    ) throws(StoreError) {
        let period = try period.parsed("period") { (text) throws(ValueError) in try Period(parsing: text) }
        let start = try startDate.parsed("start_date") { (text) throws(ValueError) in
            try Self.moment(text) { $0.start }
        }
        let end = try endDate.parsed("end_date") { (text) throws(ValueError) in try Self.moment(text) { $0.end } }
        if start == nil, end == nil {
            self.period = period ?? .month
            range = DateRange(period ?? .month, endingAt: now)
            return
        }
        guard let range = DateRange(start: start, end: end) else {
            throw ValueError("must not be after end_date '\(ValueError.excerpt(endDate ?? ""))'")
                .described(field: "start_date", text: startDate ?? "")
        }
        self.period = nil
        self.range = range
    }

    /// Reads a date, of which `edge` chooses the moment, or a timestamp.
    private static func moment(_ text: String, _ edge: (Day) -> Timestamp) throws(ValueError) -> Timestamp {
        if text.utf8.count <= 10 { return edge(try Day(parsing: text)) }
        return try Timestamp(parsing: text)
    }
}
