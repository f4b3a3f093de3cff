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

/// The columns of notifications.
package enum NotificationColumn: String, TableColumn {
    case id
    case userID = "user_id"
    case type
    case title
    case message
    case priority
    case isRead = "read"
    case actionURL = "action_url"
    case metadata
    case createdAt = "created_at"

    /// The type and the texts for the reader.
    package static var required: [NotificationColumn] { [.type, .title, .message] }

    /// Whether the values are JSON: the metadata alone.
    package var holdsJSON: Bool {
        switch self {
        case .metadata: true
        default: false
        }
    }
}

/// How much a notification matters.
package enum Priority: UInt8, CaseIterable, Sendable {
    /// Worth knowing some time.
    case low
    /// The usual one.
    case medium
    /// To be seen at once.
    case high

    /// The priority's name.
    package var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }

    /// Parses the name of a priority.
    ///
    /// - Throws: ``ValueError`` if there is no such priority.
    package init(parsing text: Span<UInt8>) throws(ValueError) {
        for priority in Self.allCases where text.hasSameBytes(as: priority.name) {
            self = priority
            return
        }
        throw ValueError(mustBeOneOf: Self.allCases.map(\.name))
    }

    /// Parses the name of a priority.
    package init(parsing text: some StringProtocol) throws(ValueError) {
        self = try text.withBytes { (bytes) throws(ValueError) in try Self(parsing: bytes) }
    }
}
