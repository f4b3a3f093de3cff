// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineFormats
internal import PipelineService

extension AnswerFormat {
    /// For programs: the envelope of the contract's section 3, one line an answer, errors in their place.
    package static let json = AnswerFormat(
        Traits(
            name: "json",
            summary: "one line of JSON for each command, errors included",
            mediaType: "application/json",
            isForPeople: false,
            carriesRecordsByDefault: true,
            escaping: .json,
            writeError: { error, writer in writer.appendErrorEnvelope(error.title, error.details) },
            begin: JSONAnswers.begin
        )
    )
}

extension ByteWriter {
    /// Writes an error in its envelope, with the line's end.
    package mutating func appendErrorEnvelope(_ title: String, _ details: String) {
        append(#"{"error":"#)
        appendJSON(title)
        append(#","details":"#)
        appendJSON(details)
        append("}\n")
    }
}

/// Writes answers as JSON.
private enum JSONAnswers {
    private static let head = #"{"success":true,"data":"#

    static func begin(
        _ answer: Answer,
        _ style: RenderingStyle,
        to writer: inout ByteWriter
    ) -> (any AnswerRemainder)? {
        switch answer {
        case .done:
            writer.append("{\"success\":true}\n")
            return nil
        case .costs(let costs):
            writer.append(head)
            writer.appendSums(costs.summary)
            guard let records = costs.records else {
                writer.append("}}\n")
                return nil
            }
            writer.append(#","records":["#)
            return JSONRows(CostRows(records))
        case .notifications(let notifications):
            writer.append(head)
            writer.append(#"{"notifications":["#)
            return JSONRows(NotificationRows(notifications))
        case .delivery(let delivery):
            writer.append(head)
            if delivery.isList { writer.append(UInt8(ascii: "[")) }
            return JSONRows(DeliveredRows(delivery))
        case .cost(let record):
            writer.append(head)
            writer.appendJSON(record)
        case .notification(let notification):
            writer.append(head)
            writer.appendJSON(notification)
        case .sheet(let sheet):
            writer.append(head)
            writer.append(sheet)
        case .help(let text):
            writer.append(head)
            writer.append(.object([("help", .text(text))]))
        }
        writer.append("}\n")
        return nil
    }
}

extension ByteWriter {
    /// Writes the sums and the days, with the object still open.
    fileprivate mutating func appendSums(_ summary: CostSummary) {
        append(#"{"total_cost":"#)
        append(summary.total.roundedToCents)
        append(#","cost_by_type":{"#)
        for (index, entry) in summary.byType.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            appendJSON(entry.type)
            append(UInt8(ascii: ":"))
            append(entry.sum)
        }
        append(#"},"chart_data":["#)
        for (index, entry) in summary.byDay.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            append(#"{"date":""#)
            append(entry.day)
            append(#"","amount":"#)
            append(entry.sum)
            append(UInt8(ascii: "}"))
        }
        append(UInt8(ascii: "]"))
    }

    /// Writes a sheet as an object.
    fileprivate mutating func append(_ sheet: Sheet) {
        guard case .list(let name) = sheet.frame else {
            appendRow(sheet.rows.first ?? [], under: sheet.columns)
            return
        }
        append(UInt8(ascii: "{"))
        for member in sheet.members {
            appendMember(member.column.name, member.cell)
            append(UInt8(ascii: ","))
        }
        appendJSON(name)
        append(":[")
        for (index, row) in sheet.rows.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            appendRow(row, under: sheet.columns)
        }
        append("]}")
    }

    /// Writes a row as an object of the columns that programs which nest are shown.
    private mutating func appendRow(_ row: [Sheet.Cell], under columns: [Sheet.Column]) {
        append(UInt8(ascii: "{"))
        var isFirst = true
        for (index, cell) in row.enumerated() where columns[index].audience.contains(.nested) {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            appendMember(columns[index].name, cell)
        }
        append(UInt8(ascii: "}"))
    }

    private mutating func appendObject(_ members: [(column: Sheet.Column, cell: Sheet.Cell)]) {
        append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            appendMember(member.column.name, member.cell)
        }
        append(UInt8(ascii: "}"))
    }

    private mutating func appendMember(_ name: String, _ cell: Sheet.Cell) {
        appendJSON(name)
        append(UInt8(ascii: ":"))
        append(cell)
    }

    private mutating func append(_ cell: Sheet.Cell) {
        switch cell {
        case .text(let text, _): appendJSON(text)
        case .id(let id): appendJSON(id)
        case .flag(let flag): append(flag ? "true" : "false")
        case .count(let count): append(count)
        case .ordinal(let number), .bytes(let number): if let number { append(number) } else { append("null") }
        case .money(let sum): append(sum)
        case .moment(let moment):
            append(UInt8(ascii: "\""))
            append(moment)
            append(UInt8(ascii: "\""))
        case .object(let members): if let members { appendObject(members) } else { append("null") }
        case .objects(let objects):
            append(UInt8(ascii: "["))
            for (index, members) in objects.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                appendObject(members)
            }
            append(UInt8(ascii: "]"))
        }
    }
}

/// Rows that are written as JSON a few at a time, with commas between them.
private struct JSONRows<Rows: JSONRowSource>: AnswerRemainder {
    private var rows: Rows
    private var isFirst = true

    init(_ rows: Rows) {
        self.rows = rows
    }

    mutating func writeNext(to writer: inout ByteWriter) -> Bool {
        guard rows.writeNext(to: &writer, isFirst: isFirst) else {
            rows.writeEnd(to: &writer)
            return false
        }
        isFirst = false
        return true
    }
}

/// Where rows come from that are written as JSON.
private protocol JSONRowSource: Sendable {
    /// Writes the next rows, with a comma before the first unless `isFirst`; returns false if there are none left.
    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool

    /// Writes what stands behind the last row.
    func writeEnd(to writer: inout ByteWriter)
}

private struct CostRows: JSONRowSource {
    private var groups: CostGroups?
    private var json = CostJSONWriter()

    init(_ records: CostRecords) {
        groups = records.groups
    }

    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool {
        groups?
            .next { group, state in
                if !isFirst { writer.append(UInt8(ascii: ",")) }
                json.append(group, of: state, to: &writer)
            } ?? false
    }

    func writeEnd(to writer: inout ByteWriter) { writer.append("]}}\n") }
}

private struct NotificationRows: JSONRowSource {
    private let answer: NotificationsAnswer
    private var json = NotificationJSONWriter()
    private var position = 0

    /// The number of rows that are written at a time.
    private static let length = 16

    init(_ answer: NotificationsAnswer) {
        self.answer = answer
    }

    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool {
        guard position < answer.items.count else { return false }
        let end = min(position + Self.length, answer.items.count)
        if !isFirst { writer.append(UInt8(ascii: ",")) }
        json.append(answer.items[position..<end], of: answer.shared.state, to: &writer)
        position = end
        return true
    }

    func writeEnd(to writer: inout ByteWriter) {
        writer.append(#"],"unread_count":"#)
        writer.append(answer.unreadCount)
        writer.append("}}\n")
    }
}

private struct DeliveredRows: JSONRowSource {
    private let delivery: Delivery
    private var position = 0

    init(_ delivery: Delivery) {
        self.delivery = delivery
    }

    mutating func writeNext(to writer: inout ByteWriter, isFirst: Bool) -> Bool {
        guard position < delivery.ids.count else { return false }
        if !isFirst { writer.append(UInt8(ascii: ",")) }
        let id = delivery.ids[position]
        switch delivery.table {
        case .costs: if let record = delivery.state.cost(with: id) { writer.appendJSON(record) }
        case .notifications:
            if let notification = delivery.state.notification(with: id) { writer.appendJSON(notification) }
        }
        position += 1
        return true
    }

    func writeEnd(to writer: inout ByteWriter) { writer.append(delivery.isList ? "]}\n" : "}\n") }
}
