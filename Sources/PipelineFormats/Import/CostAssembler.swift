// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes cost records from the columns of the contract.
struct CostAssembler: RowAssembler {
    private(set) var batch = CostBatch()
    private var options: ImportOptions
    private var types = NameMemo()
    private var row = Row()
    /// The row's details, where it has some; the memory is kept for the next row.
    private var details: [UInt8] = []

    private static let table = ColumnTable<CostRecord.Column>()

    private struct Row: Sendable {
        var id: UUID?
        var user: UserID?
        var jobID: UUID?
        var costType: String?
        var amount: Amount?
        var billingPeriod: Day?
        var recordedAt: Timestamp?
        var hasDetails = false
    }

    init(_ options: ImportOptions) {
        self.options = options
    }

    static var columnNames: [String] { table.names }

    func readHeader(_ names: [String]) throws(StoreError) -> [Int] {
        let columns = try Self.table.columns(ofHeader: names)
        try Self.table.require([.costType, .amount], in: columns)
        return columns
    }

    func column(named key: Span<UInt8>, hint: Int) -> Int? { Self.table.index(of: key, hint: hint) }

    func holdsJSON(_ column: Int) -> Bool { Self.table.columns[column] == .details }

    mutating func beginRow() {
        row = Row()
    }

    mutating func set(_ column: Int, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        let reader = Self.table.readers[column]
        switch Self.table.columns[column] {
        case .id: row.id = try reader.uuid(form, text)
        case .userID: row.user = UserID(try reader.uuid(form, text))
        case .jobID: row.jobID = try reader.uuid(form, text)
        case .costType: row.costType = try types.text(form, text, reader)
        case .amount: row.amount = try reader.amount(form, text)
        case .billingPeriod: row.billingPeriod = try reader.day(form, text)
        case .recordedAt: row.recordedAt = try reader.timestamp(form, text)
        // It holds JSON, which comes by the other way.
        case .details: break
        }
    }

    mutating func set(_ column: Int, json: Span<UInt8>) {
        details.removeAll(keepingCapacity: true)
        details.append(json)
        row.hasDetails = true
    }

    mutating func endRow(line: Int) throws(StoreError) {
        guard let costType = row.costType else { throw Self.table.missing(.costType) }
        guard let amount = row.amount else { throw Self.table.missing(.amount) }
        let owner = try options.owner(of: row.user)
        let recordedAt = row.recordedAt ?? options.now
        let record = CostRecord(
            id: row.id ?? options.makeID(),
            userID: owner,
            jobID: row.jobID,
            costType: costType,
            amount: amount,
            billingPeriod: row.billingPeriod ?? recordedAt.day,
            recordedAt: recordedAt
        )
        let defaults = CostRow.Defaults(billingPeriod: row.billingPeriod == nil, recordedAt: row.recordedAt == nil)
        if row.hasDetails {
            // A reference to the bytes, so that the batch can change while they are read.
            let details = details
            try batch.append(record, details: details.span, defaults: defaults, line: line)
        } else {
            try batch.append(record, defaults: defaults, line: line)
        }
    }
}
