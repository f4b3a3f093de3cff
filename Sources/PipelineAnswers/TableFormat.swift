// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import TerminalText

extension AnswerFormat {
    /// For people: aligned columns, bars, headings.
    package static let table = AnswerFormat(
        Traits(
            name: "table",
            summary: "aligned columns and bars, for people",
            mediaType: "text/plain",
            isForPeople: true,
            carriesRecordsByDefault: false,
            escaping: .text,
            writeError: nil,
            begin: { answer, style, writer in TablePrinter(style: style).begin(answer, to: &writer) }
        )
    )
}

/// Writes answers as lines for people.
struct TablePrinter: Sendable {
    let style: RenderingStyle

    func begin(_ answer: Answer, to writer: inout ByteWriter) -> (any AnswerRemainder)? {
        switch answer {
        case .done(let sentence): if !sentence.isEmpty { line(sentence, to: &writer) }
        case .costs(let costs): return print(costs, to: &writer)
        case .notifications(let notifications): print(notifications, to: &writer)
        case .cost(let record): print([record], to: &writer)
        case .notification(let notification): print([notification], to: &writer)
        case .delivery(let delivery):
            switch delivery.table {
            case .costs: print(delivery.ids.compactMap { delivery.state.cost(with: $0) }, to: &writer)
            case .notifications: print(delivery.ids.compactMap { delivery.state.notification(with: $0) }, to: &writer)
            }
        case .sheet(let sheet): print(sheet, to: &writer)
        case .help(let text):
            let layout = HelpLayout(width: style.width, isASCII: style.ink == .ascii)
            for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
                for broken in layout.lines(of: String(part)) { line(broken, to: &writer) }
            }
        }
        return nil
    }

    func line(_ text: StyledText, to writer: inout ByteWriter) {
        writer.append(text.rendered(style.color))
        writer.append(UInt8(ascii: "\n"))
    }

    func line(_ text: String, to writer: inout ByteWriter) {
        line(StyledText(text), to: &writer)
    }

    func table(_ table: TextTable, to writer: inout ByteWriter) {
        for row in table.lines(maximumWidth: style.width) { line(row, to: &writer) }
    }
}

extension TablePrinter {
    /// Writes what people are shown of a sheet: its rows, then its sentences.
    private func print(_ sheet: Sheet, to writer: inout ByteWriter) {
        let indices = sheet.columnIndices(for: .people)
        let sentences = sheet.sentences
        if !indices.isEmpty {
            if sheet.frame == .figures {
                printFigures(of: sheet, indices, to: &writer)
            } else {
                printRows(of: sheet, indices, to: &writer)
            }
            if !sentences.isEmpty { line("", to: &writer) }
        }
        for sentence in sentences {
            line(
                sentence.pieces.reduce(into: StyledText()) { $0.append($1.text, Self.style(of: $1.emphasis)) },
                to: &writer
            )
        }
    }

    private func printRows(of sheet: Sheet, _ indices: [Int], to writer: inout ByteWriter) {
        var rows = TextTable(indices.map { Self.column(sheet.columns[$0]) })
        for row in sheet.rows { rows.append(indices.map { Self.text(of: row[$0]) }) }
        table(rows, to: &writer)
    }

    /// Writes a line for each column: its title, then its value.
    private func printFigures(of sheet: Sheet, _ indices: [Int], to writer: inout ByteWriter) {
        var figures = TextTable([.init(""), .init("", fitting: .wrapped)], hasRule: false)
        for row in sheet.rows {
            for index in indices {
                figures.append([StyledText(sheet.columns[index].title, .dim), Self.text(of: row[index])])
            }
        }
        for row in figures.lines(maximumWidth: style.width) where !row.isEmpty { line(row, to: &writer) }
    }

    private static func column(_ column: Sheet.Column) -> TextTable.Column {
        let (fitting, minimum): (TextTable.Column.Fitting, Int) =
            switch column.fitting {
            case .fixed: (.fixed, 8)
            case .truncated(let minimum): (.truncated, minimum)
            case .wrapped: (.wrapped, 8)
            }
        return TextTable.Column(
            column.title,
            column.isNumeric ? .right : .left,
            fitting: fitting,
            minimumWidth: minimum,
            isExpendable: column.isExpendable
        )
    }

    private static func text(of cell: Sheet.Cell) -> StyledText {
        switch cell {
        case .text(let text, let emphasis): StyledText(text ?? "", style(of: emphasis))
        case .id(let id): StyledText(String(id.description.prefix(8)), .dim)
        case .flag(let flag): StyledText(flag ? "yes" : "no")
        case .count(let count): StyledText(Readable.grouped(count))
        case .ordinal(let number): StyledText(number.map { String($0) } ?? "")
        case .bytes(let count): StyledText(count.map { Readable.byteCount($0) } ?? "")
        case .money(let sum): StyledText(Readable.grouped(sum.description))
        case .moment(let moment): StyledText(moment.description)
        // What nests is said in sentences.
        case .object, .objects: StyledText()
        }
    }

    private static func style(of emphasis: Sheet.Emphasis) -> TextStyle {
        switch emphasis {
        case .plain: .plain
        case .strong: .bold
        case .faint: .dim
        case .alarming: .color(.red)
        }
    }
}
