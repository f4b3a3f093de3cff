// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

/// Rows that are written as JSON a few at a time, with commas between them.
protocol RowPieces: Sendable {
    /// Writes the next rows; false where there are none left.
    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool
}

/// The records of an answer about costs.
struct CostRowPieces: RowPieces {
    private let state: LedgerState
    private var groups: CostGroups
    private var rows = CostJSONWriter()

    init(_ records: CostRecords) {
        state = records.state
        groups = CostGroups(of: records.user, in: records.range, of: records.state)
    }

    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool {
        groups.next { group in
            if !isFirst { writer.append(UInt8(ascii: ",")) }
            rows.append(group, of: state, to: &writer)
        }
    }
}

/// The notifications of an answer.
struct NotificationRowPieces: RowPieces {
    private let answer: NotificationsAnswer
    private var position = 0

    private static let length = 16

    init(_ answer: NotificationsAnswer) {
        self.answer = answer
    }

    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool {
        guard position < answer.items.count else { return false }
        let end = min(position + Self.length, answer.items.count)
        if !isFirst { writer.append(UInt8(ascii: ",")) }
        writer.appendJSON(Array(answer.items[position..<end]), of: answer.state)
        position = end
        return true
    }
}

/// Rows of one table as the store has them, by identifier.
struct StoredRowPieces: RowPieces {
    private let state: LedgerState
    private let table: IngestTable
    private let ids: [UUID]
    private var position = 0

    init(_ ids: [UUID], of table: IngestTable, in state: LedgerState) {
        self.ids = ids
        self.table = table
        self.state = state
    }

    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool {
        guard position < ids.count else { return false }
        if !isFirst { writer.append(UInt8(ascii: ",")) }
        switch table {
        case .costs: if let record = state.cost(with: ids[position]) { writer.appendJSON(record) }
        case .notifications:
            if let notification = state.notification(with: ids[position]) { writer.appendJSON(notification) }
        }
        position += 1
        return true
    }
}

/// No rows.
struct NoRowPieces: RowPieces {
    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool { false }
}
