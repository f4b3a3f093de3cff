// SPDX-License-Identifier: MIT

/// Something that happened to one user's training: a row of the platform's table of notifications.
package struct Notification: Sendable {
    /// The notification's identifier, unique in the whole store.
    package var id: UUID
    /// The owner.
    package var userID: UserID
    /// What kind of event it is, 1 to 50 characters.
    package var type: String
    /// The headline, 1 to 200 characters.
    package var title: String
    /// The whole message.
    package var message: String
    /// How much it matters.
    package var priority: Priority
    /// Whether the owner has read it.
    package var isRead: Bool
    /// Where to go from here.
    package var actionURL: String?
    /// Anything else that is known of it.
    package var metadata: JSONText?
    /// When it happened.
    package var createdAt: Timestamp

    /// Makes a notification from its fields.
    package init(
        id: UUID,
        userID: UserID,
        type: String,
        title: String,
        message: String,
        priority: Priority = .medium,
        isRead: Bool = false,
        actionURL: String? = nil,
        metadata: JSONText? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.userID = userID
        self.type = type
        self.title = title
        self.message = message
        self.priority = priority
        self.isRead = isRead
        self.actionURL = actionURL
        self.metadata = metadata
        self.createdAt = createdAt
    }
}
