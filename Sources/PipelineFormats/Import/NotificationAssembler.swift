// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes notifications from the columns of the contract.
struct NotificationAssembler: RowAssembler {
    private(set) var batch = NotificationBatch()
    private var options: ImportOptions
    private var types = NameMemo()
    private var row = Row()

    private static let table = ColumnTable(Notification.columnNames)

    private struct Row: Sendable {
        var id: UUID?
        var user: UserID?
        var type: String?
        var title: String?
        var message: String?
        var priority: Priority?
        var isRead: Bool?
        var actionURL: String?
        var metadata: JSONText?
        var createdAt: Timestamp?
        var given: NotificationColumns = []
    }

    init(_ options: ImportOptions) {
        self.options = options
    }

    static var columnNames: [String] { table.names }

    func readHeader(_ names: [String]) throws(StoreError) -> [Int] {
        let columns = try Self.table.columns(ofHeader: names)
        try Self.table.require([2, 3, 4], in: columns)
        return columns
    }

    func column(named key: Span<UInt8>, hint: Int) -> Int? { Self.table.index(of: key, hint: hint) }

    func holdsJSON(_ column: Int) -> Bool { column == 8 }

    mutating func beginRow() {
        row = Row()
    }

    mutating func set(_ column: Int, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        let reader = Self.table.readers[column]
        switch column {
        case 0: row.id = try reader.uuid(form, text)
        case 1: row.user = UserID(try reader.uuid(form, text))
        case 2: row.type = try types.text(form, text, reader)
        case 3: row.title = try reader.text(form, text, rule: .title)
        case 4: row.message = try reader.text(form, text)
        case 5:
            row.priority = try reader.priority(form, text)
            row.given.insert(.priority)
        case 6: row.isRead = try reader.boolean(form, text)
        case 7:
            row.actionURL = try reader.text(form, text)
            row.given.insert(.actionURL)
        default:
            row.createdAt = try reader.timestamp(form, text)
            row.given.insert(.createdAt)
        }
    }

    mutating func set(_ column: Int, json: Span<UInt8>) {
        row.metadata = JSONText(validatedBytes: json)
        row.given.insert(.metadata)
    }

    mutating func endRow(line: Int) throws(StoreError) {
        guard let type = row.type else { throw Self.table.readers[2].missing }
        guard let title = row.title else { throw Self.table.readers[3].missing }
        guard let message = row.message else { throw Self.table.readers[4].missing }
        let owner = try options.owner(of: row.user)
        let notification = Notification(
            id: row.id ?? options.makeID(),
            userID: owner,
            type: type,
            title: title,
            message: message,
            priority: row.priority ?? .medium,
            isRead: row.isRead ?? false,
            actionURL: row.actionURL,
            metadata: row.metadata,
            createdAt: row.createdAt ?? options.now
        )
        try batch.append(notification, given: row.given, line: line)
    }
}
