// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Puts a state together from its parts, whatever bytes they were read from.
    ///
    /// - Throws: ``ValueError`` that names the first part that breaks a rule: a row that refers to nothing, an
    ///   identifier that occurs twice, a block that two users share.
    /// - Complexity: O(n log n) in the rows of a user that are out of order, else O(n).
    package init(parts: consuming LedgerParts) throws(ValueError) {
        self.init()
        sequence = parts.sequence
        try restoreUsers(parts.users)
        costTypes = try NameTable(restoring: parts.costTypes)
        notificationTypes = try NameTable(restoring: parts.notificationTypes)
        let places = try blobs.restore(parts.blobs)
        try restoreCosts(parts.costs, places)
        try restoreNotifications(parts.notifications, marks: parts.readMarks, places)
    }

    private mutating func restoreUsers(_ users: [LedgerParts.User]) throws(ValueError) {
        for user in users {
            guard userNumber(of: user.id) == nil else { throw ValueError("has user \(user.id) twice") }
            guard user.lastChange <= sequence else { throw ValueError("has a change of user \(user.id) to come") }
            var email: EmailAddress?
            if let text = user.email {
                let address = try EmailAddress(parsing: text)
                guard userNumber(ofEmail: address) == nil else {
                    throw ValueError("has the e-mail of \(user.id) twice")
                }
                email = address
            }
            let number = insertUser(user.id, email: email)
            self.users[number].lastChange = user.lastChange
        }
    }

    private mutating func restoreCosts(_ rows: ChunkedArray<CostRow>, _ places: BlobPlaces) throws(ValueError) {
        guard rows.count & (Self.blockLength - 1) == 0 else { throw ValueError("has an unfinished block of costs") }
        costs = rows
        var blocks = BlockOwners(userCount: users.count)
        var ids = ContiguousArray<IDEntry>()
        for number in rows.indices {
            let row = rows[number]
            guard row.isPresent else { continue }
            guard row.isSound, Int(row.user) < users.count, Int(row.type) < costTypes.count,
                places.allow(row.details)
            else { throw ValueError("has a cost record that breaks its rules (\(row.id))") }
            let user = Int(row.user)
            guard blocks.take(KeyedRow(number, at: row.recordedAt), user: user) else {
                throw ValueError("has a block of two users")
            }
            users[user].total.scaled &+= row.amount.scaled
            ids.append(IDEntry(row.id, row: number))
            if ids.count == IDIndex.bulkCount { try enterCosts(&ids) }
        }
        try enterCosts(&ids)
        for (user, rows) in blocks.rows.enumerated() where !rows.isEmpty {
            users[user].nextCostRow = Int(rows[rows.count - 1].number) + 1
            let lastChange = users[user].lastChange
            mergeCosts(rows, of: user)
            users[user].lastChange = lastChange
        }
    }

    private mutating func enterCosts(_ ids: inout ContiguousArray<IDEntry>) throws(ValueError) {
        if let id = costIndex.insert(&ids, idOfRow: { costs[$0].id }) {
            throw ValueError("has the cost record \(id) twice")
        }
    }

    private mutating func restoreNotifications(
        _ rows: ChunkedArray<NotificationRow>,
        marks: ChunkedArray<UInt64>,
        _ places: BlobPlaces
    ) throws(ValueError) {
        guard rows.count & (Self.blockLength - 1) == 0, marks.count == (rows.count + 63) / 64 else {
            throw ValueError("has notifications and read marks that do not add up")
        }
        if rows.count & 63 != 0, marks[marks.count - 1] &>> UInt64(rows.count & 63) != 0 {
            throw ValueError("has read marks behind the last notification")
        }
        notifications = rows
        readMarks = marks
        var blocks = BlockOwners(userCount: users.count)
        var ids = ContiguousArray<IDEntry>()
        for number in rows.indices {
            let row = rows[number]
            guard row.isPresent else {
                guard !isRead(number) else { throw ValueError("has a read mark without a notification") }
                continue
            }
            let texts = [row.title, row.message, row.actionURL, row.metadata]
            guard row.isSound, Int(row.user) < users.count, Int(row.type) < notificationTypes.count,
                texts.allSatisfy({ places.allow($0) })
            else { throw ValueError("has a notification that breaks its rules (\(row.id))") }
            guard blocks.take(KeyedRow(number, at: row.createdAt), user: Int(row.user)) else {
                throw ValueError("has a block of two users")
            }
            ids.append(IDEntry(row.id, row: number))
            if ids.count == IDIndex.bulkCount { try enterNotifications(&ids) }
        }
        try enterNotifications(&ids)
        for (user, rows) in blocks.rows.enumerated() where !rows.isEmpty {
            users[user].nextNotificationRow = Int(rows[rows.count - 1].number) + 1
            let lastChange = users[user].lastChange
            mergeNotifications(rows, of: user)
            users[user].lastChange = lastChange
        }
    }

    private mutating func enterNotifications(_ ids: inout ContiguousArray<IDEntry>) throws(ValueError) {
        if let id = notificationIndex.insert(&ids, idOfRow: { notifications[$0].id }) {
            throw ValueError("has the notification \(id) twice")
        }
    }
}

/// The rows of each user while they are read in order of their numbers; a block belongs to one user.
private struct BlockOwners {
    private(set) var rows: [ContiguousArray<KeyedRow>]
    private var block = -1
    private var owner = -1

    init(userCount: Int) {
        rows = Array(repeating: [], count: userCount)
    }

    /// Enters a row; false where another user's row stands in the same block.
    mutating func take(_ row: KeyedRow, user: Int) -> Bool {
        let block = Int(row.number) / LedgerState.blockLength
        if block != self.block {
            self.block = block
            owner = user
        }
        guard owner == user else { return false }
        rows[user].append(row)
        return true
    }
}
