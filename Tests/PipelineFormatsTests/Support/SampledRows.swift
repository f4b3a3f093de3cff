// SPDX-License-Identifier: MIT

internal import ColumnTestSupport
internal import PipelineCore
internal import PipelineFormats

/// Rows of one kind whose columns have samples.
protocol SampledRows {
    associatedtype Column: SampledColumn
    associatedtype Row: LedgerRow
    /// The columns that are no part of a row's content.
    static var marks: [Column] { get }
    static func read(_ text: String, _ format: FileFormat) throws(StoreError) -> RowBatch<Row>
    static func text(of batch: RowBatch<Row>, at index: Int, in column: Column) -> String?
    static func write(_ export: RowExport, _ drain: (inout ByteWriter) -> Void)
}

/// A value in a column.
struct SampledValue<Column: SampledColumn> {
    var column: Column
    var text: String?
}

extension SampledRows {
    static func read(_ csv: String) throws(StoreError) -> RowBatch<Row> { try read(csv, .csv) }

    /// One of the two samples in every column.
    static func values(_ sample: Int) -> [SampledValue<Column>] {
        Column.allCases.map { SampledValue(column: $0, text: $0.samples[sample]) }
    }

    /// A file with the columns of the first row.
    static func csv(_ rows: [[SampledValue<Column>]]) -> String {
        let csv = CSVWriter()
        var writer = ByteWriter()
        csv.appendHeader(rows[0].map(\.column.rawValue), to: &writer)
        for row in rows {
            for (index, value) in row.enumerated() {
                if index > 0 { writer.append(UInt8(ascii: ",")) }
                csv.append(value.text, to: &writer)
            }
            writer.append(UInt8(ascii: "\n"))
        }
        return writer.text
    }

    /// A state to which rows came one by one, so that its texts are not where those of a batch are.
    static func state(with rows: [[SampledValue<Column>]]) throws(StoreError) -> LedgerState {
        var state = LedgerState()
        for row in rows { try add(try read(csv([row])), to: &state) }
        return state
    }

    static func state(with batch: RowBatch<Row>) throws(StoreError) -> LedgerState {
        var state = LedgerState()
        try add(batch, to: &state)
        return state
    }

    private static func add(_ batch: RowBatch<Row>, to state: inout LedgerState) throws(StoreError) {
        state.apply(Row.change(adding: try Row.plan(batch, in: state).batch))
    }

    /// The file that an export of a state writes.
    static func file(
        of state: LedgerState,
        _ format: FileFormat,
        guardsSpreadsheets: Bool = false
    ) throws(StoreError) -> String {
        var file = ""
        write(try RowExport(of: state, owner: nil, format, guardsSpreadsheets: guardsSpreadsheets)) {
            file += $0.text
            $0.removeAll()
        }
        return file
    }

    /// The options of an import whose rows are by default those of the first sample's user.
    static func sampleOptions() throws(StoreError) -> ImportOptions {
        guard let id = try? UUID(parsing: CostRecord.Column.userID.samples[0]) else {
            throw StoreError(.internalError, "The sample of user_id is no UUID.")
        }
        return options(owner: UserID(id))
    }
}

/// Cost records.
enum Costs: SampledRows {
    typealias Column = CostRecord.Column
    typealias Row = CostRow

    static let marks: [Column] = []

    static func read(_ text: String, _ format: FileFormat) throws(StoreError) -> CostBatch {
        try importCosts(text, format, try sampleOptions()).batch
    }

    static func text(of batch: CostBatch, at index: Int, in column: Column) -> String? {
        batch[index].text(in: column)
    }

    static func write(_ export: RowExport, _ drain: (inout ByteWriter) -> Void) { _ = export.writeCosts(drain) }
}

/// Notifications, whose read mark is the store's own.
enum Notifications: SampledRows {
    typealias Column = Notification.Column
    typealias Row = NotificationRow

    static let marks: [Column] = [.read]

    static func read(_ text: String, _ format: FileFormat) throws(StoreError) -> NotificationBatch {
        try importNotifications(text, format, try sampleOptions()).batch
    }

    static func text(of batch: NotificationBatch, at index: Int, in column: Column) -> String? {
        batch[index].text(in: column)
    }

    static func write(_ export: RowExport, _ drain: (inout ByteWriter) -> Void) { _ = export.writeNotifications(drain) }
}
