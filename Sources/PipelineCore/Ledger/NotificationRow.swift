// SPDX-License-Identifier: MIT

/// A notification as the state holds it: 48 bytes.
///
/// Whether it is read is kept apart, since that is what changes.
package struct NotificationRow: BitwiseCopyable, Sendable {
    /// The notification's identifier.
    package var id: UUID
    /// When it happened.
    package var createdAt: Timestamp
    /// The number of the owner.
    package var user: UInt32
    /// Where the headline is.
    package var title: BlobReference
    /// Where the message is.
    package var message: BlobReference
    /// Where the address to go to is.
    package var actionURL: BlobReference
    /// Where the metadata are.
    package var metadata: BlobReference
    private var packed: PackedTypeAndFlags

    private static let isPresentFlag: UInt32 = 1

    /// Makes the row of a notification.
    package init(_ record: borrowing Notification, user: UInt32, type: UInt32, texts: inout BlobStore) {
        id = record.id
        createdAt = record.createdAt
        self.user = user
        title = texts.intern(record.title)
        message = texts.intern(record.message)
        actionURL = record.actionURL.map { texts.intern($0) } ?? .none
        metadata = record.metadata.map { texts.intern($0.text) } ?? .none
        packed = PackedTypeAndFlags(type: type, small: UInt32(record.priority.rawValue), flags: Self.isPresentFlag)
    }

    private init(empty: Void) {
        id = .zero
        createdAt = Timestamp(microseconds: 0)
        user = 0
        title = .none
        message = .none
        actionURL = .none
        metadata = .none
        packed = PackedTypeAndFlags(rawValue: 0)
    }

    /// Whether the place holds a notification; the rest of a user's open block is still empty.
    @inline(__always)
    package var isPresent: Bool { packed.flags & Self.isPresentFlag != 0 }

    /// The number of the notification's type.
    @inline(__always)
    package var type: UInt32 {
        get { packed.type }
        set { packed = PackedTypeAndFlags(type: newValue, small: packed.small, flags: packed.flags) }
    }

    /// How much it matters.
    package var priority: Priority {
        Priority(rawValue: UInt8(truncatingIfNeeded: packed.small)) ?? .medium
    }

    /// Whether the row keeps the rules of its fields, whatever bytes it was made of.
    package var isSound: Bool {
        packed.flags <= Self.isPresentFlag && packed.small <= UInt32(Priority.high.rawValue)
            && createdAt.isRepresentable && !title.isNone && !message.isNone
    }
}

extension NotificationRow: FixedSizeElement {
    /// An empty place.
    package static var zero: NotificationRow { NotificationRow(empty: ()) }
}

extension NotificationRow: LedgerRow {
    /// The record that a row holds.
    package typealias Record = Notification

    /// The fields of a notification that took their default in an import; the read mark is never compared.
    package struct Defaults: FixedSizeElement {
        /// `priority`.
        package var priority: Bool
        /// `created_at`.
        package var createdAt: Bool

        /// Makes a set of fields.
        package init(priority: Bool = false, createdAt: Bool = false) {
            self.priority = priority
            self.createdAt = createdAt
        }

        /// No field.
        package static var zero: Self { Self() }
    }

    /// `notification`.
    package static var noun: String { "notification" }
    /// The title, the message, the address and the metadata.
    package static var textCapacity: Int { 4 }
    /// A notification is read or unread.
    package static var hasReadMarks: Bool { true }

    /// When it happened.
    @inline(__always)
    package var moment: Timestamp { createdAt }

    /// Returns the notification with its texts.
    package func record(owner: UserID, type: String, isRead: Bool, texts: BlobStore) -> Notification {
        Notification(
            id: id,
            userID: owner,
            type: type,
            title: texts.text(of: title),
            message: texts.text(of: message),
            priority: priority,
            isRead: isRead,
            actionURL: actionURL.isNone ? nil : texts.text(of: actionURL),
            metadata: metadata.isNone ? nil : JSONText(validated: texts.text(of: metadata)),
            createdAt: createdAt
        )
    }

    /// Calls `body` with every reference to a text.
    @inline(__always)
    package mutating func forEachText(_ body: (inout BlobReference) -> Void) {
        body(&title)
        body(&message)
        body(&actionURL)
        body(&metadata)
    }

    /// Calls `body` with every reference to a text, and with what the text is.
    package func forEachUse(_ body: (BlobReference, TextUse) -> Void) {
        body(title, .title)
        body(message, .any)
        body(actionURL, .any)
        body(metadata, .json)
    }

    /// Whether this row has the content that `row` gives, owner, type and read mark aside.
    package func hasContent(
        of row: NotificationRow,
        defaults: Defaults,
        isSameText: (BlobReference, BlobReference) -> Bool
    ) -> Bool {
        (defaults.priority || priority == row.priority)
            && (defaults.createdAt || createdAt == row.createdAt)
            && isSameText(title, row.title)
            && isSameText(message, row.message)
            && (row.actionURL.isNone || isSameText(actionURL, row.actionURL))
            && (row.metadata.isNone || isSameText(metadata, row.metadata))
    }

    /// Finds out what becomes of the rows of a batch.
    package static func plan(
        _ batch: NotificationBatch,
        in state: LedgerState
    ) throws(StoreError) -> MergePlan<NotificationBatch> {
        try state.plan(batch)
    }

    /// Returns the change that adds a batch.
    package static func change(adding batch: NotificationBatch) -> Change { .addNotifications(batch) }

    /// Returns a batch as the new rows of a delivery.
    package static func delivered(_ batch: NotificationBatch) -> DeliveredRows { .notifications(batch) }

    /// Calls `body` with the table of the rows.
    package static func withTable<Result>(
        of state: inout LedgerState,
        _ body: (inout RowTable<NotificationRow>) -> Result
    ) -> Result { body(&state.notifications) }

    /// Puts a row into the table and returns its number; the index and the lists come after.
    @inline(__always)
    package static func place(_ row: NotificationRow, isRead: Bool, in state: inout LedgerState) -> Int {
        state.placeNotification(row, isRead: isRead)
    }

    /// Adds rows that were placed to the lists of their owner.
    package static func merge(_ rows: ContiguousArray<KeyedRow>, of user: Int, in state: inout LedgerState) {
        state.mergeNotifications(rows, of: user)
    }
}

extension Notification: LedgerRecord {
    /// The name of the notification's type.
    package var typeName: String { type }
    /// The bytes of all texts of the notification.
    package var textByteCount: Int {
        title.utf8.count + message.utf8.count + (actionURL?.utf8.count ?? 0) + (metadata?.text.utf8.count ?? 0)
    }
}

/// Notifications on their way into the state.
package typealias NotificationBatch = RowBatch<NotificationRow>

extension RowBatch where Row == NotificationRow {
    /// Puts a batch together from its parts, whatever bytes they were read from.
    ///
    /// - Throws: ``ValueError`` that names the first part that breaks a rule.
    package init(parts: BatchParts<NotificationRow>) throws(ValueError) {
        try self.init(restoring: parts)
    }

    /// Adds a notification.
    ///
    /// - Parameters:
    ///   - notification: The notification with its defaults in place.
    ///   - defaults: The fields that took a default, which are not compared with a stored notification.
    ///   - line: The line of the file on which the notification begins.
    /// - Throws: ``StoreError`` if the batch is full.
    package mutating func append(
        _ notification: Notification,
        defaults: NotificationRow.Defaults = .zero,
        line: Int = 0
    ) throws(StoreError) {
        try add(notification, Note(line: line, defaults: defaults))
    }

    /// The notification at an index, with its texts.
    package subscript(index: Int) -> Notification { record(at: index) }
}
