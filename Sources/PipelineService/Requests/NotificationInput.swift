// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A notification as somebody gives it: the texts of its fields.
package struct NotificationInput: Sendable {
    /// `id`, made where absent.
    package var id: String?
    /// `type`.
    package var type: String?
    /// `title`.
    package var title: String?
    /// `message`.
    package var message: String?
    /// `priority`, medium where absent.
    package var priority: String?
    /// `action_url`.
    package var actionURL: String?
    /// `metadata`, a JSON value.
    package var metadata: String?
    /// `created_at`, now where absent.
    package var createdAt: String?

    /// Makes an input without fields.
    package init() {}

    /// Checks every field and puts the defaults in place.
    ///
    /// - Throws: ``StoreError`` of kind invalid that names the field, the value and the rule.
    func notification(of user: UserID, now: Timestamp, ids: IDSource) throws(StoreError) -> Notification {
        let type = try type.required("type") { (text) throws(ValueError) in
            try TextRule.type.check(text)
            return text
        }
        let title = try title.required("title") { (text) throws(ValueError) in
            try TextRule.title.check(text)
            return text
        }
        guard let message else { throw .invalid("message", "message is required.") }
        let priority = try priority.parsed("priority") { (text) throws(ValueError) in try Priority(parsing: text) }
        let createdAt = try createdAt.parsed("created_at") { (text) throws(ValueError) in try Timestamp(parsing: text) }
        return Notification(
            id: try ids.given(id),
            userID: user,
            type: type,
            title: title,
            message: message,
            priority: priority ?? .medium,
            actionURL: actionURL,
            metadata: try JSONText.given(metadata, field: "metadata"),
            createdAt: createdAt ?? now
        )
    }
}
