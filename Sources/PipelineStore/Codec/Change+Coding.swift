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
        case .markRead(let id, .moment(let moment)):
            writer.write(ChangeCode.markReadUpToMoment.rawValue)
            writer.write(id.uuid)
            writer.write(moment.microseconds)
        case .markRead(let id, .notification(let last)):
            writer.write(ChangeCode.markReadUpToNotification.rawValue)
            writer.write(id.uuid)
            writer.write(last)
        case .deliver(let delivery, let rows):
            switch rows {
            case .none:
                writer.write(ChangeCode.deliverNothing.rawValue)
                writer.write(delivery)
            case .costs(let batch):
                writer.write(ChangeCode.deliverCosts.rawValue)
                writer.write(delivery)
                writer.write(batch.parts)
            case .notifications(let batch):
                writer.write(ChangeCode.deliverNotifications.rawValue)
                writer.write(delivery)
                writer.write(batch.parts)
            }
        }
        return writer.bytes
    }

    /// Room for the change as the journal carries it, so that its bytes are written without moving.
    private var encodedLength: Int {
        switch self {
        case .addUser, .markAllRead, .markRead, .mergeUsers: 64
        case .mark(let ids, _): 16 + ids.count * 16
        case .addCost(let record): 192 + record.textByteCount
        case .addNotification(let notification): 192 + notification.textByteCount
        case .deliver(_, .none): 96
        case .addCosts(let batch), .deliver(_, .costs(let batch)): 4096 + batch.parts.byteCount
        case .addNotifications(let batch), .deliver(_, .notifications(let batch)): 4096 + batch.parts.byteCount
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

    fileprivate mutating func write(_ delivery: KeyedDelivery) {
        write(delivery.key)
        write(delivery.content.high)
        write(delivery.content.low)
        write(delivery.seed)
        write(delivery.moment.microseconds)
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
    case deliverNothing = 10
    case deliverCosts = 11
    case deliverNotifications = 12
    case markReadUpToMoment = 13
    case markReadUpToNotification = 14
}

extension Change {
    /// Reads a change as the journal carries it.
    ///
    /// - Throws: `ValueError` if the bytes are not a change; no bytes trap.
    init(decoding bytes: ArraySlice<UInt8>) throws(ValueError) {
        var reader = BinaryReader(bytes)
        let kind: UInt8 = try reader.read()
        guard let code = ChangeCode(rawValue: kind) else {
            // Its checksum was right, and no kind was ever taken away.
            throw ValueError(kind == 0 ? "has no kind" : "is of kind \(kind), which only a newer program writes")
        }
        switch code {
        case .addUser: self = .addUser(id: UserID(try reader.readUUID()), email: try reader.readEmail())
        case .mergeUsers:
            var batch = UserBatch()
            for _ in 0..<(try reader.read(UInt32.self)) {
                batch.append(UserID(try reader.readUUID()), email: try reader.readEmail(), line: 0)
            }
            self = .mergeUsers(batch)
        case .addCost: self = .addCost(try reader.readCost())
        case .addCosts: self = .addCosts(try CostBatch(parts: try reader.readBatch()))
        case .addNotification: self = .addNotification(try reader.readNotification())
        case .addNotifications: self = .addNotifications(try NotificationBatch(parts: try reader.readBatch()))
        case .markRead, .markUnread: self = .mark(ids: try reader.readUUIDs(), isRead: code == .markRead)
        case .markAllRead: self = .markAllRead(UserID(try reader.readUUID()))
        case .markReadUpToMoment:
            self = .markRead(UserID(try reader.readUUID()), upTo: .moment(try reader.readTimestamp()))
        case .markReadUpToNotification:
            self = .markRead(UserID(try reader.readUUID()), upTo: .notification(try reader.readUUID()))
        case .deliverNothing: self = .deliver(try reader.readDelivery(), .none)
        case .deliverCosts:
            let delivery = try reader.readDelivery()
            self = .deliver(delivery, .costs(try CostBatch(parts: try reader.readBatch())))
        case .deliverNotifications:
            let delivery = try reader.readDelivery()
            self = .deliver(delivery, .notifications(try NotificationBatch(parts: try reader.readBatch())))
        }
        guard reader.isAtEnd else { throw ValueError("has bytes after its end") }
    }
}

extension BinaryReader {
    fileprivate mutating func readUUIDs() throws(ValueError) -> [UUID] {
        try readList { (reader) throws(ValueError) in try reader.readUUID() }
    }

    fileprivate mutating func readEmail() throws(ValueError) -> EmailAddress? {
        try readOptional { (reader) throws(ValueError) in try EmailAddress(parsing: try reader.readText()) }
    }

    fileprivate mutating func readJSON() throws(ValueError) -> JSONText? {
        try readOptional { (reader) throws(ValueError) in JSONText(validated: try reader.readText()) }
    }

    fileprivate mutating func readTimestamp() throws(ValueError) -> Timestamp {
        let moment = Timestamp(microseconds: try read())
        guard moment.isRepresentable else { throw ValueError("has a time outside the calendar") }
        return moment
    }

    fileprivate mutating func readCost() throws(ValueError) -> CostRecord {
        let id = try readUUID()
        let userID = UserID(try readUUID())
        let jobID = try readOptional { (reader) throws(ValueError) in try reader.readUUID() }
        let type = try readText()
        try TextRule.type.check(type)
        guard let amount = Amount(digits: try read(), decimals: try read()) else {
            throw ValueError("has an invalid amount")
        }
        let details = try readJSON()
        let day = Day(number: try read())
        guard day.isRepresentable else { throw ValueError("has a day outside the calendar") }
        return CostRecord(
            id: id,
            userID: userID,
            jobID: jobID,
            costType: type,
            amount: amount,
            details: details,
            billingPeriod: day,
            recordedAt: try readTimestamp()
        )
    }

    fileprivate mutating func readNotification() throws(ValueError) -> Notification {
        let id = try readUUID()
        let userID = UserID(try readUUID())
        let type = try readText()
        try TextRule.type.check(type)
        let title = try readText()
        try TextRule.title.check(title)
        let message = try readText()
        guard let priority = Priority(rawValue: try read()) else { throw ValueError("has an unknown priority") }
        return Notification(
            id: id,
            userID: userID,
            type: type,
            title: title,
            message: message,
            priority: priority,
            isRead: try read(UInt8.self) != 0,
            actionURL: try readOptional { (reader) throws(ValueError) in try reader.readText() },
            metadata: try readJSON(),
            createdAt: try readTimestamp()
        )
    }

    fileprivate mutating func readDelivery() throws(ValueError) -> KeyedDelivery {
        KeyedDelivery(
            key: try readUUID(),
            content: ContentDigest(high: try readUUID(), low: try readUUID()),
            seed: try readUUID(),
            moment: try readTimestamp()
        )
    }

    fileprivate mutating func readBatch<Row>() throws(ValueError) -> BatchParts<Row> {
        var parts = BatchParts<Row>()
        parts.owners = try readUUIDs().map(UserID.init)
        parts.types = try readList { (reader) throws(ValueError) in
            let type = try reader.readText()
            try TextRule.type.check(type)
            return type
        }
        parts.blobs = try readList { (reader) throws(ValueError) in try reader.readBytes() }
        parts.rows = try readArray()
        parts.isRead = try readArray()
        return parts
    }
}
