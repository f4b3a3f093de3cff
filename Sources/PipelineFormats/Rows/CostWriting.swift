// SPDX-License-Identifier: MIT

package import PipelineCore

/// Writes cost records as JSON objects straight from the rows of a state.
///
/// Keep one for an answer: what neighbouring rows have in common, the owner and the type, is rendered once.
package struct CostJSONWriter: Sendable {
    private var owner = RenderedTexts(capacity: 1)
    private var types = RenderedTexts(capacity: 16)
    private var days = DayMemo()

    /// The most bytes of a record without its type and its details.
    private static let fixedLength = 320

    /// Makes a writer for the rows of one state.
    package init() {}

    /// Writes a group of rows with commas between them, 16 or fewer at best (`LedgerState.costGroupLength`).
    ///
    /// The lengths of all details are loaded first, side by side: twice as fast as one after the other.
    package mutating func append(_ rows: Span<CostRow>, of state: LedgerState, to writer: inout ByteWriter) {
        // Taken from the state once: each look at it there is a copy.
        let blobs = state.blobs
        var length = 0
        for index in rows.indices where !rows[index].details.isNone {
            length &+= blobs.length(of: rows[index].details)
        }
        writer.reserve(length &+ rows.count &* Self.fixedLength)
        for index in rows.indices {
            if index > 0 { writer.append(UInt8(ascii: ",")) }
            append(rows[index], of: state, blobs, to: &writer)
        }
    }

    /// Writes one row.
    package mutating func append(_ row: CostRow, of state: LedgerState, to writer: inout ByteWriter) {
        append(row, of: state, state.blobs, to: &writer)
    }

    private mutating func append(
        _ row: CostRow,
        of state: LedgerState,
        _ blobs: BlobStore,
        to writer: inout ByteWriter
    ) {
        writer.append("{\"id\":\"")
        writer.append(row.id)
        appendOwner(row.user, of: state, to: &writer)
        if let job = row.jobID {
            writer.append(UInt8(ascii: "\""))
            writer.append(job)
            writer.append(UInt8(ascii: "\""))
        } else {
            writer.append("null")
        }
        appendType(row.type, of: state, to: &writer)
        writer.append(row.amount)
        writer.append(",\"details\":")
        writer.append(json: row.details, of: blobs)
        writer.append(",\"billing_period\":\"")
        writer.append(row.billingPeriod, &days)
        writer.append("\",\"recorded_at\":\"")
        writer.append(row.recordedAt, &days)
        writer.append("\"}")
    }

    /// Writes `","user_id":"…","job_id":`.
    private mutating func appendOwner(_ user: UInt32, of state: LedgerState, to writer: inout ByteWriter) {
        owner.append(user, to: &writer) { text in
            text.append("\",\"user_id\":\"")
            text.append(state.userID(ofRowUser: user).uuid)
            text.append("\",\"job_id\":")
        }
    }

    /// Writes `,"cost_type":"…","amount":`.
    private mutating func appendType(_ type: UInt32, of state: LedgerState, to writer: inout ByteWriter) {
        types.append(type, to: &writer) { text in
            text.append(",\"cost_type\":")
            text.appendJSON(state.costs.types[type])
            text.append(",\"amount\":")
        }
    }
}

extension ByteWriter {
    /// Writes a cost record as a JSON object.
    package mutating func appendJSON(_ record: CostRecord) {
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
}

extension CSVWriter {
    /// Writes a row of a state as a line, its fields in the order of its columns.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - state: The state that holds it.
    ///   - writer: Takes the line.
    ///   - days: The days of the lines before; keep them for a file.
    package func append(
        _ row: CostRow,
        of state: LedgerState,
        to writer: inout ByteWriter,
        _ days: inout DayMemo
    ) {
        writer.append(row.id)
        writer.append(UInt8(ascii: ","))
        writer.append(state.userID(ofRowUser: row.user).uuid)
        writer.append(UInt8(ascii: ","))
        if let job = row.jobID { writer.append(job) }
        writer.append(UInt8(ascii: ","))
        append(state.costs.types[row.type], to: &writer)
        writer.append(UInt8(ascii: ","))
        writer.append(row.amount)
        writer.append(UInt8(ascii: ","))
        append(json: row.details, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        writer.append(row.billingPeriod, &days)
        writer.append(UInt8(ascii: ","))
        writer.append(row.recordedAt, &days)
        writer.append(UInt8(ascii: "\n"))
    }
}
