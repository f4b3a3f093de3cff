// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

/// A cost record as somebody gives it: the texts of its fields.
package struct CostInput: Sendable {
    /// `id`, made where absent.
    package var id: String?
    /// `job_id`.
    package var jobID: String?
    /// `cost_type`.
    package var costType: String?
    /// `amount`.
    package var amount: String?
    /// `details`, a JSON value.
    package var details: String?
    /// `billing_period`, the day of `recorded_at` where absent.
    package var billingPeriod: String?
    /// `recorded_at`, now where absent.
    package var recordedAt: String?

    /// Makes an input without fields.
    package init() {}

    /// Checks every field and puts the defaults in place.
    ///
    /// - Throws: ``StoreError`` of kind invalid that names the field, the value and the rule.
    func record(of user: UserID, now: Timestamp, ids: IDSource) throws(StoreError) -> CostRecord {
        let type = try costType.required("cost_type") { (text) throws(ValueError) in
            try TextRule.type.check(text)
            return text
        }
        let amount = try amount.required("amount") { (text) throws(ValueError) in try Amount(parsing: text) }
        let recordedAt =
            try recordedAt.parsed("recorded_at") { (text) throws(ValueError) in try Timestamp(parsing: text) } ?? now
        let billingPeriod = try billingPeriod.parsed("billing_period") { (text) throws(ValueError) in
            try Day(parsing: text)
        }
        return CostRecord(
            id: try ids.given(id),
            userID: user,
            jobID: try jobID.parsed("job_id") { (text) throws(ValueError) in try UUID(parsing: text) },
            costType: type,
            amount: amount,
            details: try JSONText.given(details, field: "details"),
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
