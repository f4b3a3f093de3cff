// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes users from the columns of the contract.
struct UserAssembler: TableAssembler {
    static let table = ColumnTable<UserSummary.Column>()

    private(set) var batch = UserBatch()
    var header: [UserSummary.Column]?
    private var id: UserID?
    private var email: EmailAddress?

    mutating func beginRow() {
        id = nil
        email = nil
    }

    mutating func set(_ column: UserSummary.Column, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        switch column {
        case .id: id = UserID(try reader(of: column).uuid(form, text))
        case .email: email = try reader(of: column).email(form, text)
        }
    }

    mutating func set(_ column: UserSummary.Column, json: Span<UInt8>) {}

    mutating func endRow(line: Int) throws(StoreError) {
        guard let id else { throw reader(of: .id).missing }
        batch.append(id, email: email, line: line)
    }
}
