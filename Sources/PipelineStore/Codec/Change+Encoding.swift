// SPDX-License-Identifier: MIT

internal import PipelineCore

extension Change {
    /// The change as the journal carries it.
    ///
    /// - Complexity: O(n) in the rows and texts.
    var encoded: [UInt8] {
        var writer = BinaryWriter(capacity: encodedLength)
        switch self {
        case .addUser(let id, let email):
            writer.write(ChangeCode.addUser.rawValue)
            writer.write(id.uuid)
            writer.write(email) { $0.write($1.text) }
        case .mergeUsers(let batch):
            writer.write(ChangeCode.mergeUsers.rawValue)
            writer.write(batch.entries) { writer, entry in
                writer.write(entry.id.uuid)
                writer.write(entry.email) { $0.write($1.text) }
            }
        case .addCost(let record):
            writer.write(ChangeCode.addCost.rawValue)
            writer.write(record)
        case .addCosts(let batch):
            writer.write(ChangeCode.addCosts.rawValue)
            writer.write(batch.parts)
        case .addNotification(let notification):
            writer.write(ChangeCode.addNotification.rawValue)
            writer.write(notification)
        case .addNotifications(let batch):
            writer.write(ChangeCode.addNotifications.rawValue)
            writer.write(batch.parts)
        case .mark(let ids, let isRead):
            writer.write(isRead ? ChangeCode.markRead.rawValue : ChangeCode.markUnread.rawValue)
            writer.write(ids) { $0.write($1) }
        case .markAllRead(let id):
            writer.write(ChangeCode.markAllRead.rawValue)
            writer.write(id.uuid)
        }
        return writer.bytes
    }

    /// Room for the change as the journal carries it, so that its bytes are written without moving.
    private var encodedLength: Int {
        switch self {
        case .addUser, .markAllRead, .mergeUsers: 64
        case .mark(let ids, _): 16 + ids.count * 16
        case .addCost(let record): 192 + (record.details?.text.utf8.count ?? 0)
        case .addNotification(let notification): 192 + notification.textByteCount
        case .addCosts(let batch): 4096 + batch.parts.byteCount
        case .addNotifications(let batch): 4096 + batch.parts.byteCount
        }
    }
}

extension BatchParts {
    /// The bytes of the rows and the texts, which are most of a batch.
    fileprivate var byteCount: Int {
        rows.count * (MemoryLayout<Row>.stride + 1) + blobs.reduce(0) { $0 + $1.count + 4 } + owners.count * 16
    }
}

extension BinaryWriter {
    fileprivate mutating func write(_ record: CostRecord) {
        write(record.id)
        write(record.userID.uuid)
        write(record.jobID) { $0.write($1) }
        write(record.costType)
        write(record.amount.digits)
        write(record.amount.decimals)
        write(record.details) { $0.write($1.text) }
        write(record.billingPeriod.number)
        write(record.recordedAt.microseconds)
    }

    fileprivate mutating func write(_ notification: Notification) {
        write(notification.id)
        write(notification.userID.uuid)
        write(notification.type)
        write(notification.title)
        write(notification.message)
        write(notification.priority.rawValue)
        write(UInt8(notification.isRead ? 1 : 0))
        write(notification.actionURL) { $0.write($1) }
        write(notification.metadata) { $0.write($1.text) }
        write(notification.createdAt.microseconds)
    }

    fileprivate mutating func write<Row>(_ parts: BatchParts<Row>) {
        write(parts.owners) { $0.write($1.uuid) }
        write(parts.types) { $0.write($1) }
        write(parts.blobs) { writer, chunk in writer.write(chunk) }
        write(parts.rows)
        write(parts.isRead)
    }
}

/// The first byte of a change in the journal; a number is never used again for anything else.
enum ChangeCode: UInt8 {
    case addUser = 1
    case mergeUsers = 2
    case addCost = 3
    case addCosts = 4
    case addNotification = 5
    case addNotifications = 6
    case markRead = 7
    case markUnread = 8
    case markAllRead = 9
}
