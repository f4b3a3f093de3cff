// SPDX-License-Identifier: MIT

package import PipelineCore

/// The first question: what training has cost, over which span of time.
package struct CostsRequest: Sendable {
    /// The span of time.
    package let range: DateRange
    /// The rolling period that the span is, nil if it is another span.
    package let period: Period?
    /// The days on which they are billed; nil for whatever day.
    package let billed: ClosedRange<Day>?
    /// Whether the records are asked for, beside the sums.
    package let includesRecords: Bool

    /// The parameters of the question.
    package enum Parameter: Int, RequestParameter {
        case period
        case startDate
        case endDate
        case billingPeriod
        case records

        /// What the parameter is called, what it takes and what it does.
        package var description: ParameterDescription {
            switch self {
            case .period:
                ParameterDescription(
                    "period",
                    .period(CostPeriod.names),
                    "P",
                    "The last 7, 30 or 365 days (week, month, year; default: month), or a part of the calendar in UTC."
                )
            case .startDate:
                ParameterDescription("start_date", .moment, "D", "First date or time; replaces the period.")
            case .endDate:
                ParameterDescription("end_date", .moment, "D", "Last date or time, inclusive.")
            case .billingPeriod:
                ParameterDescription(
                    "billing_period",
                    .billingPeriod,
                    "M",
                    "Only what is billed in a month or on a day, at whatever time it was recorded."
                )
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
        let period = try text(.period)
            .parsed("period") { (text) throws(ValueError) in try CostPeriod(parsing: text, asOf: now.day) }
        billed = try text(.billingPeriod)
            .parsed("billing_period") { (text) throws(ValueError) in
                try ClosedRange<Day>(parsingMonthOrDay: text)
            }
        let range = try DateRange.given(("start_date", text(.startDate)), ("end_date", text(.endDate)))
        if let range {
            self.range = range
            self.period = nil
            return
        }
        // A bill is not of the last days only.
        guard let asked = period ?? (billed == nil ? .rolling(.month) : nil) else {
            self.range = .all
            self.period = nil
            return
        }
        self.range = asked.range(at: now)
        if case .rolling(let period) = asked { self.period = period } else { self.period = nil }
    }
}
