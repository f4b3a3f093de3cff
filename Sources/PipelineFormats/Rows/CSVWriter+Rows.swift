// SPDX-License-Identifier: MIT

package import PipelineCore

extension CSVWriter {
    /// Writes a row of a state as a line, its fields in the order of its columns.
    package func append(_ row: CostRow, of state: LedgerState, to writer: inout ByteWriter) {
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
        writer.append(row.billingPeriod)
        writer.append(UInt8(ascii: ","))
        writer.append(row.recordedAt)
        writer.append(UInt8(ascii: "\n"))
    }

    /// Writes a notification of a state as a line, its fields in the order of its columns.
    package func append(_ notification: MarkedNotification, of state: LedgerState, to writer: inout ByteWriter) {
        let row = notification.row
        writer.append(row.id)
        writer.append(UInt8(ascii: ","))
        writer.append(state.userID(ofRowUser: row.user).uuid)
        writer.append(UInt8(ascii: ","))
        append(state.notifications.types[row.type], to: &writer)
        writer.append(UInt8(ascii: ","))
        append(row.title, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        append(row.message, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        writer.append(row.priority.name)
        writer.append(notification.isRead ? ",true," : ",false,")
        append(row.actionURL, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        append(json: row.metadata, of: state.blobs, to: &writer)
        writer.append(UInt8(ascii: ","))
        writer.append(row.createdAt)
        writer.append(UInt8(ascii: "\n"))
    }

    private func append(_ text: BlobReference, of blobs: BlobStore, to writer: inout ByteWriter) {
        if !text.isNone { blobs.withBytes(of: text) { append($0, to: &writer) } }
    }

    private func append(json text: BlobReference, of blobs: BlobStore, to writer: inout ByteWriter) {
        if !text.isNone { blobs.withBytes(of: text) { append(json: $0, to: &writer) } }
    }
}
