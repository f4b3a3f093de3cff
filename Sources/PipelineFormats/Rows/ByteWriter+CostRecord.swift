// SPDX-License-Identifier: MIT

public import PipelineCore

extension ByteWriter {
    /// Writes a cost record as a JSON object.
    public mutating func appendJSON(_ record: CostRecord) {
        append("{\"id\":\"")
        append(record.id)
        append("\",\"user_id\":\"")
        append(record.userID.uuid)
        append("\",\"job_id\":")
        appendJSON(record.jobID)
        append(",\"cost_type\":")
        appendJSON(record.costType)
        append(",\"amount\":")
        append(record.amount)
        append(",\"details\":")
        appendJSON(record.details)
        append(",\"billing_period\":\"")
        append(record.billingPeriod)
        append("\",\"recorded_at\":\"")
        append(record.recordedAt)
        append("\"}")
    }

    /// Writes an identifier as a JSON string, nil as null.
    public mutating func appendJSON(_ uuid: UUID?) {
        guard let uuid else { return append("null") }
        append(UInt8(ascii: "\""))
        append(uuid)
        append(UInt8(ascii: "\""))
    }

    /// Writes a JSON value as it is, nil as null.
    public mutating func appendJSON(_ value: JSONText?) {
        if let value { append(value.text) } else { append("null") }
    }

    /// Writes a string as a JSON string, nil as null.
    public mutating func appendJSON(_ text: String?) {
        if let text { appendJSON(text) as Void } else { append("null") }
    }
}
