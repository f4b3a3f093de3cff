// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import TerminalText

extension TablePrinter {
    /// The most days that the chart shows.
    private static let maximalDays = 366
    /// The columns that a chart's bars take where nothing limits them.
    private static let widestBar = 48

    /// Writes the sums, and returns the records if there are any.
    func print(_ costs: CostsAnswer, to writer: inout ByteWriter) -> (any AnswerRemainder)? {
        let summary = costs.summary
        line(StyledText("Costs ", .bold) + StyledText(Self.heading(costs)), to: &writer)
        let total = Readable.grouped(summary.total.roundedToCents.description)
        line(
            StyledText("Total ") + StyledText(total, .bold)
                + StyledText("  in \(Readable.counted(summary.count, "record"))", .dim),
            to: &writer
        )
        guard summary.count > 0 else { return nil }
        line("", to: &writer)
        printTypes(of: summary, to: &writer)
        line("", to: &writer)
        printDays(of: summary, to: &writer)
        guard let groups = costs.records?.groups else { return nil }
        line("", to: &writer)
        return TableCostRows(groups: groups, printer: self)
    }

    /// The span that was asked, in words and dates.
    private static func heading(_ costs: CostsAnswer) -> String {
        let start = costs.request.range.start.map(text) ?? "the beginning"
        let end = costs.request.range.end.map(text) ?? "now"
        let span =
            costs.request.period.map { "of the last \($0.days) days, from \(start)" } ?? "from \(start) to \(end)"
        guard let billed = costs.request.billed else { return span }
        let isDay = billed.lowerBound == billed.upperBound
        let days = isDay ? "on \(billed.lowerBound)" : "from \(billed.lowerBound) to \(billed.upperBound)"
        return "billed \(days)" + (costs.request.range == .all ? "" : ", recorded \(span)")
    }

    /// A moment as a date where it is the first or the last of its day, else with its time.
    private static func text(_ moment: Timestamp) -> String {
        let day = moment.day
        return moment == day.start || moment == day.end ? day.description : moment.description
    }

    private func printTypes(of summary: CostSummary, to writer: inout ByteWriter) {
        var types = TextTable([
            .init("type", fitting: .wrapped), .init("amount", .right), .init("share", .right),
        ])
        for (type, sum) in summary.byType.sorted(by: { $0.sum > $1.sum }) {
            types.append([
                StyledText(type), StyledText(Readable.grouped(sum.description)),
                StyledText(Self.share(sum, of: summary.total), .dim),
            ])
        }
        table(types, to: &writer)
    }

    /// The share of a sum in a total, in percent with one decimal.
    private static func share(_ sum: AmountSum, of total: AmountSum) -> String {
        guard total.scaled > 0, sum.scaled >= 0, sum.scaled <= total.scaled else { return "" }
        let tenths = (sum.scaled * 1000 + total.scaled / 2) / total.scaled
        return "\(tenths / 10).\(tenths % 10) %"
    }

    private func printDays(of summary: CostSummary, to writer: inout ByteWriter) {
        let days = Self.everyDay(of: summary)
        let amounts = days.map { Readable.grouped($0.sum.roundedToCents.description) }
        let amountWidth = amounts.map(\.utf8.count).max() ?? 0
        let barWidth = max(4, min(Self.widestBar, (style.width ?? 80) - 10 - amountWidth - 4))
        let bars = BarChart(width: barWidth, ink: style.ink).bars(days.map(\.sum.scaled))
        for (index, day) in days.enumerated() {
            let padding = String(repeating: " ", count: amountWidth - amounts[index].utf8.count)
            let text = StyledText("\(day.day)  ", .dim) + StyledText(padding + amounts[index])
            line(bars[index].isEmpty ? text : text + StyledText("  ") + bars[index], to: &writer)
        }
        let left = Int(summary.byDay.last?.day.number ?? 0) - Int(summary.byDay.first?.day.number ?? 0) + 1 - days.count
        if left > 0 { line(StyledText("… \(Readable.counted(left, "earlier day")) not shown", .dim), to: &writer) }
    }

    /// Every day from the first to the last with records, empty ones too; the last 366 where there are more.
    private static func everyDay(of summary: CostSummary) -> [(day: Day, sum: AmountSum)] {
        guard let first = summary.byDay.first?.day.number, let last = summary.byDay.last?.day.number else { return [] }
        let start = max(first, last - Int32(maximalDays) + 1)
        var result: [(day: Day, sum: AmountSum)] = []
        var next = summary.byDay.drop { $0.day.number < start }
        for number in start...last {
            if let entry = next.first, entry.day.number == number {
                result.append(entry)
                next = next.dropFirst()
            } else {
                result.append((Day(number: number), .zero))
            }
        }
        return result
    }

    /// Writes records as a table.
    func print(_ records: [CostRecord], to writer: inout ByteWriter) {
        var rows = TextTable([
            .init("recorded at"), .init("id"), .init("type", fitting: .truncated, minimumWidth: 12),
            .init("amount", .right), .init("job", isExpendable: true),
            .init("details", fitting: .truncated, isExpendable: true),
        ])
        for record in records {
            rows.append([
                StyledText(record.recordedAt.description), StyledText(String(record.id.description.prefix(8)), .dim),
                StyledText(record.costType), StyledText(Readable.grouped(record.amount.description)),
                StyledText(record.jobID.map { String($0.description.prefix(8)) } ?? "", .dim),
                StyledText(record.details?.text ?? "", .dim),
            ])
        }
        table(rows, to: &writer)
    }
}

/// The records of an answer, a table for each thousand of them, so that memory does not grow with their number.
private struct TableCostRows: AnswerRemainder {
    var groups: CostGroups
    let printer: TablePrinter

    private static let length = 1024

    mutating func writeNext(to writer: inout ByteWriter) -> Bool {
        var records: [CostRecord] = []
        var hasMore = true
        while hasMore, records.count < Self.length {
            hasMore = groups.next { group, state in
                for index in group.indices { records.append(state.record(of: group[index])) }
            }
        }
        if !records.isEmpty { printer.print(records, to: &writer) }
        return hasMore
    }
}
