// SPDX-License-Identifier: MIT

internal import PipelineCore

extension Change {
    /// Reads a change as the journal carries it.
    ///
    /// - Throws: `ValueError` if the bytes are not a change; no bytes trap.
    init(decoding bytes: ArraySlice<UInt8>) throws(ValueError) {
        var reader = BinaryReader(bytes)
        guard let code = ChangeCode(rawValue: try reader.read()) else { throw ValueError("is of an unknown kind") }
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
