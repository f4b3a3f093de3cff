// SPDX-License-Identifier: MIT

package import PipelineCore

/// The JSON of an answer, made piece by piece, with a pause of any length between two pieces.
///
/// All pieces together are what ``Answer/writeJSON(to:includesRecords:drain:)`` writes. A long answer need never be
/// held whole, however slowly it is taken.
package struct AnswerPieces: Sendable {
    private var head: [UInt8]
    private var rows: any RowPieces
    private let tail: String
    private var isBegun = false
    private var hasRows = false

    /// Makes the pieces of an answer.
    package init(_ answer: Answer) {
        var writer = ByteWriter(capacity: 512)
        switch answer {
        case .costs(let costs):
            writer.append(#"{"success":true,"data":"#)
            costs.writeSums(to: &writer)
            writer.append(#","records":["#)
            rows = costs.records.map { CostRowPieces($0) } ?? NoRowPieces()
            tail = "]}}"
        case .notifications(let notifications):
            writer.append(#"{"success":true,"data":{"notifications":["#)
            rows = NotificationRowPieces(notifications)
            tail = #"],"unread_count":\#(notifications.unreadCount)}}"#
        default:
            answer.writeJSON(to: &writer) { (_: inout ByteWriter) throws(Never) in }
            rows = NoRowPieces()
            tail = ""
        }
        head = writer.bytes
    }

    /// Makes the pieces of the rows that a delivery brought, as the store has them.
    package init(_ ingestion: Ingestion, in state: LedgerState) {
        head = Array(#"{"success":true,"data":\#(ingestion.isList ? "[" : "")"#.utf8)
        rows = StoredRowPieces(ingestion.ids, of: ingestion.table, in: state)
        tail = ingestion.isList ? "]}" : "}"
    }

    /// Writes the next piece, of `length` bytes or a little more; false where it was the last.
    package mutating func writeNext(to writer: inout ByteWriter, length: Int) -> Bool {
        if !isBegun {
            writer.append(head)
            head = []
            isBegun = true
        }
        while writer.count < length {
            guard rows.writeNext(to: &writer, isFirst: !hasRows) else {
                writer.append(tail)
                return false
            }
            hasRows = true
        }
        return true
    }
}
