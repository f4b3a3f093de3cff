// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes cost records from the columns of the contract.
struct CostAssembler: TableAssembler {
    static let table = ColumnTable<CostRecord.Column>()

    private(set) var batch = CostBatch()
    var header: [CostRecord.Column]?
    private var options: ImportOptions
    private var types = NameMemo()
    private var row = Row()
    /// The row's details, if it has some; the memory is kept for the next row.
    private var details: [UInt8] = []

    private struct Row: Sendable {
        var id: UUID?
        var user: UserID?
        var jobID: UUID?
        var costType: String?
        var amount: Amount?
        var hasDetails = false
        var billingPeriod: Day?
        var recordedAt: Timestamp?
    }

    init(_ options: ImportOptions) {
        self.options = options
    }

    mutating func beginRow() {
        row = Row()
    }

    mutating func set(_ column: CostRecord.Column, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        let reader = reader(of: column)
        switch column {
        case .id: row.id = try reader.uuid(form, text)
        case .userID: row.user = UserID(try reader.uuid(form, text))
        case .jobID: row.jobID = try reader.uuid(form, text)
        case .costType: row.costType = try types.text(form, text, reader)
        case .amount: row.amount = try reader.amount(form, text)
        case .details: break
        case .billingPeriod: row.billingPeriod = try reader.day(form, text)
        case .recordedAt: row.recordedAt = try reader.timestamp(form, text)
        }
    }

    mutating func set(_ column: CostRecord.Column, json: Span<UInt8>) {
        details.removeAll(keepingCapacity: true)
        details.append(json)
        row.hasDetails = true
    }

    mutating func endRow(line: Int) throws(StoreError) {
        guard let costType = row.costType else { throw reader(of: .costType).missing }
        guard let amount = row.amount else { throw reader(of: .amount).missing }
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
