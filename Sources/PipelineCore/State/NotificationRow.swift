// SPDX-License-Identifier: MIT

/// A notification as the state holds it: 48 bytes, without references.
///
/// Whether it is read stands apart, since that is what changes. The owner, the type and the texts are numbers that the
/// ``LedgerState`` (or the batch) of the row resolves.
package struct NotificationRow: BitwiseCopyable, Sendable {
    /// The notification's identifier.
    package var id: UUID
    /// When it happened.
    package var createdAt: Timestamp
    /// The number of the owner.
    package var user: UInt32
    /// Where the headline stands.
    package var title: BlobReference
    /// Where the message stands.
    package var message: BlobReference
    /// Where the address to go to stands.
    package var actionURL: BlobReference
    /// Where the metadata stands.
    package var metadata: BlobReference
    private var packed: PackedTypeAndFlags

    private static let isPresentFlag: UInt32 = 1

    /// Makes a row from its fields.
    package init(
        id: UUID,
        user: UInt32,
        type: UInt32,
        title: BlobReference,
        message: BlobReference,
        priority: Priority,
        actionURL: BlobReference,
        metadata: BlobReference,
        createdAt: Timestamp
    ) {
        self.id = id
        self.createdAt = createdAt
        self.user = user
        self.title = title
        self.message = message
        self.actionURL = actionURL
        self.metadata = metadata
        packed = PackedTypeAndFlags(type: type, small: UInt32(priority.rawValue), flags: Self.isPresentFlag)
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
    var isSound: Bool {
        packed.flags <= Self.isPresentFlag && packed.small <= UInt32(Priority.high.rawValue)
            && createdAt.isRepresentable && !title.isNone && !message.isNone
    }
}

extension NotificationRow: FixedSizeElement {
    /// An empty place.
    package static var zero: NotificationRow { NotificationRow(empty: ()) }
}
