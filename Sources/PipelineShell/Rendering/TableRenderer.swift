// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// Writes answers for people.
struct TableRenderer {
    let style: RenderingStyle
    let includesRecords: Bool

    func write<Failure: Error>(
        _ answer: Answer,
        into writer: inout ByteWriter,
        drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        switch answer {
        case .done(let sentence): if !sentence.isEmpty { line(StyledText(sentence), into: &writer) }
        case .costs(let costs):
            write(costs, into: &writer)
            if includesRecords { try writeRecords(of: costs, into: &writer, drain) }
        case .notifications(let notifications): write(notifications, into: &writer)
        case .users(let users): write(users, into: &writer)
        case .user(let id, let email):
            line(
                StyledText(email ?? id.description, .bold) + StyledText(email == nil ? "" : "  \(id)", .dim),
                into: &writer
            )
        case .cost(let record): write(record, into: &writer)
        case .notification(let notification): write(notification, into: &writer)
        case .imported(let report): write(report, into: &writer)
        case .exported(let count): line("Exported \(Self.counted(count, "row")).", into: &writer)
        case .marked(let count): line("Marked \(Self.counted(count, "notification")) read.", into: &writer)
        case .simulated(let report):
            let rows =
                "\(Self.counted(report.costs, "cost record")) and \(Self.counted(report.notifications, "notification"))"
            line("Simulated \(Self.counted(report.jobs, "training job")): \(rows).", into: &writer)
        case .saved(let info):
            line("Saved snapshot \(info.generation), \(Readable.byteCount(info.bytes)).", into: &writer)
        case .snapshots(let snapshots): write(snapshots, into: &writer)
        case .info(let report): write(report, into: &writer)
        case .checked(let check): write(check, into: &writer)
        case .repaired(let report): write(report, into: &writer)
        case .history(let lines):
            for entry in lines {
                let number = String(entry.number)
                let padding = String(repeating: " ", count: max(0, 5 - number.utf8.count))
                line(StyledText(padding + number + "  ", .dim) + StyledText(entry.text), into: &writer)
            }
        case .help(let text):
            let layout = HelpLayout(width: style.width, isASCII: style.ink == .ascii)
            for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
                for broken in layout.lines(of: String(part)) { line(broken, into: &writer) }
            }
        }
    }

    func line(_ text: StyledText, into writer: inout ByteWriter) {
        writer.append(text.rendered(style.color))
        writer.append(UInt8(ascii: "\n"))
    }

    func line(_ text: String, into writer: inout ByteWriter) {
        line(StyledText(text), into: &writer)
    }

    func table(_ table: TextTable, into writer: inout ByteWriter) {
        for row in table.lines(maximumWidth: style.width) { line(row, into: &writer) }
    }

    /// A number with its noun, `1 row` or `1,000 rows`.
    static func counted(_ count: Int, _ noun: String) -> String {
        "\(Readable.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    private func write(_ report: ImportReport, into writer: inout ByteWriter) {
        line("imported: \(report.imported)  unchanged: \(report.unchanged)  skipped: \(report.skipped)", into: &writer)
        for row in report.errors {
            line(StyledText("line \(row.line): ", .dim) + StyledText(row.error.details), into: &writer)
        }
    }
}
