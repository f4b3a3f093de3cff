// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The rows that the platform submits and that answers hold.
extension Schema {
    static let costRecord = named(
        "CostRecord",
        .object([
            "id": .uuid, "user_id": .uuid, "job_id": .stringOrNull("uuid"), "cost_type": .text(.type),
            "amount": .number, "details": .anything, "billing_period": .day, "recorded_at": .timestamp,
        ])
    )

    static let notification = named(
        "Notification",
        .object([
            "id": .uuid, "user_id": .uuid, "type": .text(.type), "title": .text(.title), "message": .text,
            "priority": .oneOf(priorities), "read": .boolean, "action_url": .textOrNull, "metadata": .anything,
            "created_at": .timestamp,
        ])
    )

    /// A cost record as the platform submits it; a null counts as absent.
    static let costInput = named(
        "CostInput",
        .object(
            [
                "id": .stringOrNull("uuid"), "user_id": .uuid, "job_id": .stringOrNull("uuid"),
                "cost_type": .text(.type), "amount": amountInput, "details": .anything,
                "billing_period": .stringOrNull("date"), "recorded_at": .stringOrNull("date-time"),
            ],
            optional: ["id", "job_id", "details", "billing_period", "recorded_at"],
            isClosed: true
        )
    )

    /// A notification as the platform submits it; a null counts as absent.
    static let notificationInput = named(
        "NotificationInput",
        .object(
            [
                "id": .stringOrNull("uuid"), "user_id": .uuid, "type": .text(.type), "title": .text(.title),
                "message": .text, "priority": .oneOf(priorities + [nil]),
                "read": Schema(["type": ["boolean", "null"]]), "action_url": .textOrNull, "metadata": .anything,
                "created_at": .stringOrNull("date-time"),
            ],
            optional: ["id", "priority", "read", "action_url", "metadata", "created_at"],
            isClosed: true
        )
    )

    /// One row or a list of them.
    static func oneOrMore(_ row: Schema) -> Schema { .any(of: [row, .array(of: row)]) }

    private static let priorities = Priority.allCases.map { JSONValue.string($0.name) }

    private static let amountInput = Schema([
        "type": ["number", "string"], "exclusiveMinimum": -100_000_000, "exclusiveMaximum": 100_000_000,
        "pattern": #"^-?[0-9]{1,8}(\.[0-9]{1,10})?$"#,
        "description": "Up to 12 decimals and 18 significant digits.",
    ])
}
