// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes notifications from the columns of the contract.
struct NotificationAssembler: RowAssembler {
    private(set) var batch = NotificationBatch()
    private var options: ImportOptions
    private var types = NameMemo()
    private var row = Row()

    private static let table = ColumnTable<Notification.Column>()

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
    }

    init(_ options: ImportOptions) {
        self.options = options
    }

    static var columnNames: [String] { table.names }

    func readHeader(_ names: [String]) throws(StoreError) -> [Int] {
        let columns = try Self.table.columns(ofHeader: names)
        try Self.table.require([.type, .title, .message], in: columns)
        return columns
    }

    func column(named key: Span<UInt8>, hint: Int) -> Int? { Self.table.index(of: key, hint: hint) }

    func holdsJSON(_ column: Int) -> Bool { Self.table.columns[column] == .metadata }

    mutating func beginRow() {
        row = Row()
    }

    mutating func set(_ column: Int, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        let reader = Self.table.readers[column]
        switch Self.table.columns[column] {
        case .id: row.id = try reader.uuid(form, text)
        case .userID: row.user = UserID(try reader.uuid(form, text))
        case .type: row.type = try types.text(form, text, reader)
        case .title: row.title = try reader.text(form, text, rule: .title)
        case .message: row.message = try reader.text(form, text)
        case .priority: row.priority = try reader.priority(form, text)
        case .read: row.isRead = try reader.boolean(form, text)
        case .actionURL: row.actionURL = try reader.text(form, text)
        case .createdAt: row.createdAt = try reader.timestamp(form, text)
        // It holds JSON, which comes by the other way.
        case .metadata: break
        }
    }

    mutating func set(_ column: Int, json: Span<UInt8>) {
        row.metadata = JSONText(validatedBytes: json)
    }

    mutating func endRow(line: Int) throws(StoreError) {
        guard let type = row.type else { throw Self.table.missing(.type) }
        guard let title = row.title else { throw Self.table.missing(.title) }
        guard let message = row.message else { throw Self.table.missing(.message) }
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
        let defaults = NotificationRow.Defaults(priority: row.priority == nil, createdAt: row.createdAt == nil)
        try batch.append(notification, defaults: defaults, line: line)
    }
}
