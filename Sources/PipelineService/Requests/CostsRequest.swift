// SPDX-License-Identifier: MIT

package import PipelineCore

/// The first question: what training has cost, over which span of time.
package struct CostsRequest: Sendable {
    /// The span of time.
    package let range: DateRange
    /// The rolling period that the span is, nil where dates override it.
    package let period: Period?

    /// The parameters of the question.
    package enum Parameter: Int, RequestParameter {
        case period
        case startDate
        case endDate

        /// What the parameter is called, what it takes and what it does.
        package var description: ParameterDescription {
            switch self {
            case .period:
                ParameterDescription(
                    "period",
                    .choice(Period.allCases.map(\.rawValue)),
                    "P",
                    "The last 7, 30 or 365 days (default: month)."
                )
            case .startDate:
                ParameterDescription("start_date", .moment, "D", "First date or time; replaces the period.")
            case .endDate:
                ParameterDescription("end_date", .moment, "D", "Last date or time, inclusive.")
            }
        }
    }

    /// Reads the question from the texts of its parameters; an empty text counts as absent.
    ///
    /// - Parameters:
    ///   - now: The moment at which a period ends.
    ///   - text: Returns the text of a parameter, nil if it was not given.
    /// - Throws: `StoreError` of kind invalid that names the parameter.
    package init(now: Timestamp, _ text: (Parameter) -> String? = { _ in nil }) throws(StoreError) {
        let period = try text(.period).parsed("period") { (text) throws(ValueError) in try Period(parsing: text) }
        let (startText, endText) = (text(.startDate), text(.endDate))
        let start = try startText.parsed("start_date") { (text) throws(ValueError) in
            try Self.moment(text) { $0.start }
        }
        let end = try endText.parsed("end_date") { (text) throws(ValueError) in try Self.moment(text) { $0.end } }
        if start == nil, end == nil {
            self.period = period ?? .month
            range = DateRange(period ?? .month, endingAt: now)
            return
        }
        guard let range = DateRange(start: start, end: end) else {
            throw ValueError("must be no later than end_date '\(ValueError.excerpt(endText ?? ""))'")
                .described(field: "start_date", text: startText ?? "")
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
