// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import PipelineService

extension AnswerFormat {
    /// For spreadsheets and programs: RFC 4180 with a header, no value altered.
    package static let csv = AnswerFormat(
        Traits(
            name: "csv",
            summary: "RFC 4180 with a header, for spreadsheets and programs",
            mediaType: "text/csv",
            isForPeople: false,
            carriesRecordsByDefault: true,
            escaping: .csv,
            writeError: nil,
            begin: CSVAnswers.begin
        )
    )
}

/// Writes answers as CSV.
private enum CSVAnswers {
    private static let csv = CSVWriter()

    static func begin(
        _ answer: Answer,
        _ style: RenderingStyle,
        to writer: inout ByteWriter
    ) -> (any AnswerRemainder)? {
        switch answer {
        case .done: return nil
        case .costs(let costs):
            if let records = costs.records {
                csv.appendHeader(CostRecord.Column.names, to: &writer)
                return CSVCostRows(records)
            }
            csv.appendHeader(["date", "amount"], to: &writer)
            for (day, sum) in costs.summary.byDay { append([day.description, sum.description], to: &writer) }
        case .notifications(let notifications):
            csv.appendHeader(Notification.Column.names, to: &writer)
            return CSVNotificationRows(notifications)
        case .cost(let record): append([record], to: &writer)
        case .notification(let notification): append([notification], to: &writer)
        case .delivery(let delivery):
            switch delivery.table {
            case .costs: append(delivery.ids.compactMap { delivery.state.cost(with: $0) }, to: &writer)
            case .notifications: append(delivery.ids.compactMap { delivery.state.notification(with: $0) }, to: &writer)
            }
        case .sheet(let sheet): append(sheet, to: &writer)
        case .help(let text):
            csv.appendHeader(["help"], to: &writer)
            append([text], to: &writer)
        }
        return nil
    }

    private static func append(_ sheet: Sheet, to writer: inout ByteWriter) {
        let indices = sheet.columnIndices(for: .flat)
        guard sheet.frame == .figures else {
            csv.appendHeader(indices.map { sheet.columns[$0].name }, to: &writer)
            for row in sheet.rows { append(indices.map { text(of: row[$0]) }, to: &writer) }
            return
        }
        csv.appendHeader(["name", "value"], to: &writer)
        for row in sheet.rows {
            for index in indices { append([sheet.columns[index].name, text(of: row[index])], to: &writer) }
        }
    }

    private static func append(_ fields: [String?], to writer: inout ByteWriter) {
        for (index, field) in fields.enumerated() {
            if index > 0 { writer.append(UInt8(ascii: ",")) }
            csv.append(field, to: &writer)
        }
        writer.append(UInt8(ascii: "\n"))
    }

    private static func text(of cell: Sheet.Cell) -> String? {
        switch cell {
        case .text(let text, _): text
        case .id(let id): id.description
        case .flag(let flag): flag ? "true" : "false"
        case .count(let count): String(count)
        case .ordinal(let number), .bytes(let number): number.map { String($0) }
        case .money(let sum): sum.description
        case .moment(let moment): moment.description
        // One value a column: what nests has other columns for these readers.
        case .object, .objects: nil
        }
    }

    private static func append(_ records: [CostRecord], to writer: inout ByteWriter) {
        csv.appendHeader(CostRecord.Column.names, to: &writer)
        for record in records { append(CostRecord.Column.allCases.map { record.text(in: $0) }, to: &writer) }
    }

    private static func append(_ notifications: [Notification], to writer: inout ByteWriter) {
        csv.appendHeader(Notification.Column.names, to: &writer)
        for notification in notifications {
            append(Notification.Column.allCases.map { notification.text(in: $0) }, to: &writer)
        }
    }
}

/// The records of an answer as lines.
private struct CSVCostRows: AnswerRemainder {
    private var groups: CostGroups?
    private var days = DayMemo()

    init(_ records: CostRecords) {
        groups = records.groups
    }

    mutating func writeNext(to writer: inout ByteWriter) -> Bool {
        groups?
            .next { group, state in
                let csv = CSVWriter()
                for index in group.indices { csv.append(group[index], of: state, to: &writer, &days) }
            } ?? false
    }
}

/// The notifications of an answer as lines.
private struct CSVNotificationRows: AnswerRemainder {
    private let answer: NotificationsAnswer
    private var position = 0
    private let csv = CSVWriter()
    private var days = DayMemo()

    init(_ answer: NotificationsAnswer) {
        self.answer = answer
    }

    mutating func writeNext(to writer: inout ByteWriter) -> Bool {
        guard position < answer.items.count else { return false }
        csv.append(answer.items[position], of: answer.shared.state, to: &writer, &days)
        position += 1
        return true
    }
}
