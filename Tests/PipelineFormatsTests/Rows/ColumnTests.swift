// SPDX-License-Identifier: MIT

internal import ColumnTestSupport
internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

/// What must hold for every column, whichever there are.
@Suite("The columns of rows", .serialized, .inTurn)
struct ColumnTests {
    @Test(arguments: [FileFormat.csv, .jsonl])
    func `A value in any column comes back from a file, in its own column`(_ format: FileFormat) throws {
        try checkRoundTrip(Costs.self, format)
        try checkRoundTrip(Notifications.self, format)
    }

    private func checkRoundTrip<Rows: SampledRows>(_ rows: Rows.Type, _ format: FileFormat) throws {
        let state = try Rows.state(with: [Rows.values(0), Rows.values(1)])
        let again = try Rows.read(try Rows.file(of: state, format), format)
        #expect(again.count == 2)
        for column in Rows.Column.allCases {
            let texts = [0, 1].map { Rows.text(of: again, at: $0, in: column) }
            #expect(texts == column.samples, "\(column.rawValue)")
        }
    }

    @Test func `The two samples of a column differ`() {
        for column in CostRecord.Column.allCases { #expect(Set(column.samples).count == 2, "\(column)") }
        for column in Notification.Column.allCases { #expect(Set(column.samples).count == 2, "\(column)") }
    }

    @Test func `A row that comes again with another value in any column is a conflict, but for a read mark`() throws {
        try checkConflicts(Costs.self)
        try checkConflicts(Notifications.self)
    }

    private func checkConflicts<Rows: SampledRows>(_ rows: Rows.Type) throws {
        let state = try Rows.state(with: [Rows.values(1), Rows.values(0)])
        for (index, column) in Rows.Column.allCases.enumerated() where column.rawValue != "id" {
            var values = Rows.values(0)
            values[index].text = column.samples[1]
            let plan = try Rows.Row.plan(try Rows.read(Rows.csv([values])), in: state)
            let isContent = !Rows.marks.contains(column)
            #expect(plan.conflicts.count == (isContent ? 1 : 0), "\(column.rawValue)")
            #expect(plan.unchangedCount == (isContent ? 0 : 1), "\(column.rawValue)")
        }
    }

    @Test func `A row that comes again without a value in a column that has a default is unchanged`() throws {
        try checkOmissions(Costs.self)
        try checkOmissions(Notifications.self)
    }

    private func checkOmissions<Rows: SampledRows>(_ rows: Rows.Type) throws {
        let state = try Rows.state(with: [Rows.values(1), Rows.values(0)])
        let optional = Rows.Column.allCases.enumerated()
            .filter { !Rows.Column.required.contains($0.element) && $0.element.rawValue != "id" }
        #expect(!optional.isEmpty)
        for (index, column) in optional {
            var null = Rows.values(0)
            null[index].text = nil
            var fewer = Rows.values(0)
            fewer.remove(at: index)
            for values in [null, fewer] {
                let plan = try Rows.Row.plan(try Rows.read(Rows.csv([values])), in: state)
                #expect(plan.unchangedCount == 1 && plan.conflicts.isEmpty, "\(column.rawValue)")
            }
        }
    }

    @Test func `Rows of a state are written as CSV like their records`() throws {
        try checkCSV(Costs.self)
        try checkCSV(Notifications.self)
    }

    private func checkCSV<Rows: SampledRows>(_ rows: Rows.Type) throws {
        var short = Rows.values(0)
        for index in short.indices where !Rows.Column.required.contains(short[index].column) { short[index].text = nil }
        let state = try Rows.state(with: [Rows.values(0), Rows.values(1), short])
        let batch = try Rows.read(try Rows.file(of: state, .jsonl), .jsonl)
        let records = (0..<batch.count)
            .map { index in
                Rows.Column.allCases.map { SampledValue(column: $0, text: Rows.text(of: batch, at: index, in: $0)) }
            }
        #expect(records.count == 3)
        #expect(try Rows.file(of: state, .csv) == Rows.csv(records))
    }

    @Test func `The guard stands before a formula in every column that takes one`() throws {
        #expect(try guarded(Costs.self) == [.costType])
        #expect(try guarded(Notifications.self) == [.type, .title, .message, .actionURL])
    }

    /// The columns that take a text of any form, after a look at what stands in each with and without the guard.
    private func guarded<Rows: SampledRows>(_ rows: Rows.Type) throws -> [Rows.Column] {
        var columns: [Rows.Column] = []
        for (index, column) in Rows.Column.allCases.enumerated() {
            var values = Rows.values(0)
            values[index].text = "=1+1"
            guard let batch = try? Rows.read(Rows.csv([values])) else { continue }
            columns.append(column)
            let state = try Rows.state(with: batch)
            for (guards, expected) in [(false, "=1+1"), (true, "'=1+1")] {
                let file = try Rows.read(try Rows.file(of: state, .csv, guardsSpreadsheets: guards))
                #expect(Rows.text(of: file, at: 0, in: column) == expected, "\(column.rawValue)")
            }
        }
        return columns
    }

    @Test func `A text that is too long is refused with the name of its column`() throws {
        try checkLength(Costs.self, unlimited: [])
        try checkLength(Notifications.self, unlimited: [.message, .actionURL])
    }

    private func checkLength<Rows: SampledRows>(_ rows: Rows.Type, unlimited: [Rows.Column]) throws {
        for (index, column) in Rows.Column.allCases.enumerated() where !unlimited.contains(column) {
            var values = Rows.values(0)
            values[index].text = String(repeating: "x", count: 1_000)
            let error = #expect(throws: StoreError.self, "\(column.rawValue)") { try Rows.read(Rows.csv([values])) }
            #expect(error?.code == .invalid(name: column.rawValue))
        }
    }
}
