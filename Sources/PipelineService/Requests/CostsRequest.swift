// SPDX-License-Identifier: MIT

package import PipelineCore

/// The first question: what training has cost, over which span of time.
package struct CostsRequest: Sendable {
    /// The span of time.
    package let range: DateRange
    /// The rolling period that the span is, nil where dates override it.
    package let period: Period?
    /// Whether the records are asked for, beside the sums.
    package let includesRecords: Bool

    /// The parameters of the question.
    package enum Parameter: Int, RequestParameter {
        case period
        case startDate
        case endDate
        case records

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
            case .records: ParameterDescription("records", .boolean, "", "Show every cost record.")
            }
        }
    }

    /// Reads the question from the texts of its parameters; an empty text counts as absent.
    ///
    /// - Parameters:
    ///   - now: The moment at which a period ends.
    ///   - recordsByDefault: Whether records are asked for where the parameters do not say.
    ///   - text: Returns the text of a parameter, nil if it was not given.
    /// - Throws: `StoreError` of kind invalid that names the parameter.
    package init(
        now: Timestamp,
        recordsByDefault: Bool = true,
        _ text: (Parameter) -> String? = { _ in nil }
    ) throws(StoreError) {
        includesRecords = try text(.records).parsedFlag("records") ?? recordsByDefault
        let period = try text(.period).parsed("period") { (text) throws(ValueError) in try Period(parsing: text) }
        let range = try DateRange.given(("start_date", text(.startDate)), ("end_date", text(.endDate)))
        self.period = range == nil ? period ?? .month : nil
        self.range = range ?? DateRange(period ?? .month, endingAt: now)
    }
}
