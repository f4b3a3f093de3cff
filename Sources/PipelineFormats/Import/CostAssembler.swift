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

    private static let table = ColumnTable(CostRecord.columnNames)

    private struct Row: Sendable {
        var id: UUID?
        var user: UserID?
        var jobID: UUID?
        var costType: String?
        var amount: Amount?
        var billingPeriod: Day?
        var recordedAt: Timestamp?
        var given: CostColumns = []
    }

    init(_ options: ImportOptions) {
        self.options = options
    }

    static var columnNames: [String] { table.names }

    func readHeader(_ names: [String]) throws(StoreError) -> [Int] {
        let columns = try Self.table.columns(ofHeader: names)
        try Self.table.require([3, 4], in: columns)
        return columns
    }

    func column(named key: Span<UInt8>, hint: Int) -> Int? { Self.table.index(of: key, hint: hint) }

    func holdsJSON(_ column: Int) -> Bool { column == 5 }

    mutating func beginRow() {
        row = Row()
    }

    mutating func set(_ column: Int, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        let reader = Self.table.readers[column]
        switch column {
        case 0: row.id = try reader.uuid(form, text)
        case 1: row.user = UserID(try reader.uuid(form, text))
        case 2:
            row.jobID = try reader.uuid(form, text)
            row.given.insert(.jobID)
        case 3: row.costType = try types.text(form, text, reader)
        case 4: row.amount = try reader.amount(form, text)
        case 6:
            row.billingPeriod = try reader.day(form, text)
            row.given.insert(.billingPeriod)
        default:
            row.recordedAt = try reader.timestamp(form, text)
            row.given.insert(.recordedAt)
        }
    }

    mutating func set(_ column: Int, json: Span<UInt8>) {
        details.removeAll(keepingCapacity: true)
        details.append(json)
        row.given.insert(.details)
    }

    mutating func endRow(line: Int) throws(StoreError) {
        guard let costType = row.costType else { throw Self.table.readers[3].missing }
        guard let amount = row.amount else { throw Self.table.readers[4].missing }
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
        if row.given.contains(.details) {
            // A reference to the bytes, so that the batch can change while they are read.
            let details = details
            try batch.append(record, details: details.span, given: row.given, line: line)
        } else {
            try batch.append(record, details: nil, given: row.given, line: line)
        }
    }
}
