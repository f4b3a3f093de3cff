// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes users from the columns of the contract.
struct UserAssembler: RowAssembler {
    private(set) var batch = UserBatch()
    private var id: UserID?
    private var email: EmailAddress?

    private static let table = ColumnTable<UserSummary.Column>()

    static var columnNames: [String] { table.names }

    func readHeader(_ names: [String]) throws(StoreError) -> [Int] {
        let columns = try Self.table.columns(ofHeader: names)
        try Self.table.require([.id], in: columns)
        return columns
    }

    func column(named key: Span<UInt8>, hint: Int) -> Int? { Self.table.index(of: key, hint: hint) }

    func holdsJSON(_ column: Int) -> Bool { false }

    mutating func beginRow() {
        id = nil
        email = nil
    }

    mutating func set(_ column: Int, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        let reader = Self.table.readers[column]
        switch Self.table.columns[column] {
        case .id: id = UserID(try reader.uuid(form, text))
        case .email: email = try reader.email(form, text)
        }
    }

    mutating func set(_ column: Int, json: Span<UInt8>) {}

    mutating func endRow(line: Int) throws(StoreError) {
        guard let id else { throw Self.table.missing(.id) }
        batch.append(id, email: email, line: line)
    }
}
