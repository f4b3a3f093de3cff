// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

/// A cost record as somebody gives it: the texts of its fields.
package struct CostInput {
    /// The fields that can be given.
    package enum Field: Int, RequestParameter {
        case type
        case amount
        case jobID
        case details
        case billingPeriod
        case recordedAt
        case id

        /// What the field is called, what it takes and what it is for.
        package var description: ParameterDescription {
            switch self {
            case .type: ParameterDescription("type", .costType, "T", "The type, 1 to 50 characters.", isRequired: true)
            case .amount:
                ParameterDescription("amount", .amount, "A", "The amount, an exact decimal.", isRequired: true)
            case .jobID: ParameterDescription("job_id", .uuid, "ID", "The training job.")
            case .details: ParameterDescription("details", .json, "JSON", "Any JSON value.")
            case .billingPeriod:
                ParameterDescription(
                    "billing_period",
                    .date,
                    "D",
                    "The day it is billed (default: the day of recorded_at)."
                )
            case .recordedAt: ParameterDescription("recorded_at", .moment, "T", "When it was recorded (default: now).")
            case .id: ParameterDescription("id", .uuid, "ID", "The record's ID (default: a new one).")
            }
        }
    }

    private let text: (Field) -> String?

    /// Makes an input from what returns the text of a field, nil if it was not given.
    package init(_ text: @escaping (Field) -> String?) {
        self.text = text
    }

    /// Checks every field and puts the defaults in place.
    ///
    /// - Throws: `StoreError` of kind invalid that names the field, the value and the rule.
    func record(of user: UserID, now: Timestamp, ids: IDSource) throws(StoreError) -> CostRecord {
        let type = try text(.type).requiredText("cost_type", .type)
        let amount = try text(.amount).required("amount") { (text) throws(ValueError) in try Amount(parsing: text) }
        let recordedAt =
            try text(.recordedAt).parsed("recorded_at") { (text) throws(ValueError) in try Timestamp(parsing: text) }
            ?? now
        let billingPeriod = try text(.billingPeriod)
            .parsed("billing_period") { (text) throws(ValueError) in
                try Day(parsing: text)
            }
        return CostRecord(
            id: try ids.given(text(.id)),
            userID: user,
            jobID: try text(.jobID).parsed("job_id") { (text) throws(ValueError) in try UUID(parsing: text) },
            costType: type,
            amount: amount,
            details: try JSONText.given(text(.details), field: "details"),
            billingPeriod: billingPeriod ?? recordedAt.day,
            recordedAt: recordedAt
        )
    }
}

extension JSONText {
    /// The JSON value that a text gives; none where it is absent, empty or `null`.
    static func given(_ text: String?, field: String) throws(StoreError) -> JSONText? {
        guard let text, !text.isEmpty else { return nil }
        do throws(JSONError) {
            let value = try JSONText(parsing: text)
            return value.isNull ? nil : value
        } catch {
            throw error.described(field: field, text: text)
        }
    }
}
