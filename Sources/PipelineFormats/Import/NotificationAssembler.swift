// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes notifications from the columns of the contract.
struct NotificationAssembler: TableAssembler {
    static let table = ColumnTable<Notification.Column>()

    private(set) var batch = NotificationBatch()
    var header: [Notification.Column]?
    private var options: ImportOptions
    private var types = NameMemo()
    private var row = Row()

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

    mutating func beginRow() {
        row = Row()
    }

    mutating func set(_ column: Notification.Column, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError) {
        let reader = reader(of: column)
        switch column {
        case .id: row.id = try reader.uuid(form, text)
        case .userID: row.user = UserID(try reader.uuid(form, text))
        case .type: row.type = try types.text(form, text, reader)
        case .title: row.title = try reader.text(form, text, rule: .title)
        case .message: row.message = try reader.text(form, text)
        case .priority: row.priority = try reader.priority(form, text)
        case .read: row.isRead = try reader.boolean(form, text)
        case .actionURL: row.actionURL = try reader.text(form, text)
        case .metadata: break
        case .createdAt: row.createdAt = try reader.timestamp(form, text)
        }
    }

    mutating func set(_ column: Notification.Column, json: Span<UInt8>) {
        row.metadata = JSONText(validatedBytes: json)
    }

    mutating func endRow(line: Int) throws(StoreError) {
        guard let type = row.type else { throw reader(of: .type).missing }
        guard let title = row.title else { throw reader(of: .title).missing }
        guard let message = row.message else { throw reader(of: .message).missing }
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
