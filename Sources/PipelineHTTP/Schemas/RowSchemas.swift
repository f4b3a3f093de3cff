// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

/// The rows that the platform submits and that answers hold.
extension Schema {
    static let costRecord = named("CostRecord", rows(CostRecord.Column.self))

    static let notification = named("Notification", rows(Notification.Column.self))

    /// A cost record as the platform submits it; a null counts as absent.
    static let costInput = named("CostInput", inputs(CostRecord.Column.self))

    /// A notification as the platform submits it; a null counts as absent.
    static let notificationInput = named("NotificationInput", inputs(Notification.Column.self))

    /// One row or a list of them.
    static func oneOrMore(_ row: Schema) -> Schema { .any(of: [row, .array(of: row)]) }

    private static func rows<Column: DescribedColumn>(_ columns: Column.Type) -> Schema {
        .object(Column.allCases.map { ($0.rawValue, $0.schema) })
    }

    private static func inputs<Column: DescribedColumn>(_ columns: Column.Type) -> Schema {
        let optional = Column.allCases.filter { !Column.required.contains($0) && !$0.isOwner }
        return .object(
            Column.allCases.map { ($0.rawValue, optional.contains($0) ? $0.inputSchema.orNull : $0.inputSchema) },
            optional: Set(optional.map(\.rawValue)),
            isClosed: true
        )
    }

    fileprivate static let priorities = oneOf(Priority.allCases.map { .string($0.name) })

    fileprivate static let amountInput = Schema([
        "type": ["number", "string"], "exclusiveMinimum": -100_000_000, "exclusiveMaximum": 100_000_000,
        "pattern": #"^-?[0-9]{1,8}(\.[0-9]{1,10})?$"#,
        "description": "Up to 12 decimals and 18 significant digits.",
    ])
}

/// A column that the document describes.
private protocol DescribedColumn: TableColumn {
    /// Whether the column says whose a row is: the platform has no default for it.
    var isOwner: Bool { get }

    /// What the column holds in an answer.
    var schema: Schema { get }

    /// What the platform may submit in the column, null aside.
    var inputSchema: Schema { get }
}

extension CostRecord.Column: DescribedColumn {
    fileprivate var isOwner: Bool { self == .userID }

    fileprivate var schema: Schema {
        switch self {
        case .id, .userID: .uuid
        case .jobID: Schema.uuid.orNull
        case .costType: .text(.type)
        case .amount: .number
        case .details: .anything
        case .billingPeriod: .day
        case .recordedAt: .timestamp
        }
    }

    fileprivate var inputSchema: Schema { self == .amount ? .amountInput : schema }
}

extension Notification.Column: DescribedColumn {
    fileprivate var isOwner: Bool { self == .userID }

    fileprivate var schema: Schema {
        switch self {
        case .id, .userID: .uuid
        case .type: .text(.type)
        case .title: .text(.title)
        case .message: .text
        case .priority: .priorities
        case .read: .boolean
        case .actionURL: Schema.text.orNull
        case .metadata: .anything
        case .createdAt: .timestamp
        }
    }

    fileprivate var inputSchema: Schema { schema }
}
