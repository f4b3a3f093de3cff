// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A notification as somebody gives it: the texts of its fields.
package struct NotificationInput {
    /// The fields that can be given.
    package enum Field: Int, RequestParameter {
        case type
        case title
        case message
        case priority
        case actionURL
        case metadata
        case createdAt
        case id

        /// What the field is called, what it takes and what it is for.
        package var description: ParameterDescription {
            switch self {
            case .type:
                ParameterDescription("type", .notificationType, "T", "The type, 1 to 50 characters.", isRequired: true)
            case .title: ParameterDescription("title", .text, "S", "The title, 1 to 200 characters.", isRequired: true)
            case .message: ParameterDescription("message", .text, "S", "The message.", isRequired: true)
            case .priority:
                ParameterDescription(
                    "priority",
                    .choice(Priority.allCases.map(\.name)),
                    "P",
                    "The priority (default: medium)."
                )
            case .actionURL: ParameterDescription("action_url", .text, "U", "The address that it links to.")
            case .metadata: ParameterDescription("metadata", .json, "JSON", "Any JSON value.")
            case .createdAt: ParameterDescription("created_at", .moment, "T", "When it was created (default: now).")
            case .id: ParameterDescription("id", .uuid, "ID", "The notification's ID (default: a new one).")
            }
        }
    }

    private let text: (Field) -> String?

    /// Makes an input from what returns the text of a field, nil if it was not given.
    package init(_ text: @escaping (Field) -> String?) {
        self.text = text
    }

    /// Checks every field and puts the defaults in place.
    ///
    /// - Throws: `StoreError` of kind invalid that names the field, the value and the rule.
    func notification(of user: UserID, now: Timestamp, ids: IDSource) throws(StoreError) -> Notification {
        let type = try text(.type).requiredText("type", .type)
        let title = try text(.title).requiredText("title", .title)
        let message = try text(.message).requiredText("message", .any)
        let priority = try text(.priority)
            .parsed("priority") { (text) throws(ValueError) in
                try Priority(parsing: text)
            }
        let createdAt = try text(.createdAt)
            .parsed("created_at") { (text) throws(ValueError) in
                try Timestamp(parsing: text)
            }
        return Notification(
            id: try ids.given(text(.id)),
            userID: user,
            type: type,
            title: title,
            message: message,
            priority: priority ?? .medium,
            actionURL: try text(.actionURL).admitted("action_url", by: .any),
            metadata: try JSONText.given(text(.metadata), field: "metadata"),
            createdAt: createdAt ?? now
        )
    }
}
