// SPDX-License-Identifier: MIT

/// A state taken apart for a snapshot: what cannot be made again from something else.
///
/// Lists, cells and indexes are made again from the rows when a state is put together (``LedgerState/init(parts:)``),
/// so that no file can hold a list or an index that disagrees with them.
package struct LedgerParts: Sendable {
    /// A user without the lists.
    package struct User: Sendable {
        /// The user's identifier.
        package var id: UserID
        /// The user's e-mail address as it was given, if there is one.
        package var email: String?
        /// The sequence number of the last change to anything of the user's.
        package var lastChange: UInt64

        /// Makes a user from the fields.
        package init(id: UserID, email: String?, lastChange: UInt64) {
            self.id = id
            self.email = email
            self.lastChange = lastChange
        }
    }

    /// The number of changes applied.
    package var sequence: UInt64 = 0
    /// The users in order of arrival.
    package var users: [User] = []
    /// The names of the cost types in order of first use.
    package var costTypes: [String] = []
    /// The names of the notification types in order of first use.
    package var notificationTypes: [String] = []
    /// The texts, chunk by chunk.
    package var blobs: [BlobStore.Chunk] = []
    /// The rows of the costs, empty places included.
    package var costs = ChunkedArray<CostRow>()
    /// The rows of the notifications, empty places included.
    package var notifications = ChunkedArray<NotificationRow>()
    /// The read marks, 64 rows a word.
    package var readMarks = ChunkedArray<UInt64>()
    /// The deliveries under keys, oldest first.
    package var deliveries = ChunkedArray<KeyedDelivery>()

    /// Makes the parts of an empty state.
    package init() {}
}

extension LedgerState {
    /// The parts of the state; the arrays are shared with it.
    package var parts: LedgerParts {
        var parts = LedgerParts()
        parts.sequence = sequence
        parts.users = users.indices.map {
            LedgerParts.User(id: users[$0].id, email: users[$0].email?.text, lastChange: users[$0].lastChange)
        }
        parts.costTypes = costs.types.nameList
        parts.notificationTypes = notifications.types.nameList
        parts.blobs = blobs.chunkList
        parts.costs = costs.rows
        parts.notifications = notifications.rows
        parts.readMarks = readMarks
        parts.deliveries = deliveries.all
        return parts
    }
}

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
        costs.types = try NameTable(restoring: parts.costTypes)
        notifications.types = try NameTable(restoring: parts.notificationTypes)
        let places = try blobs.restore(parts.blobs)
        try restoreCosts(parts.costs, places)
        try restoreNotifications(parts.notifications, marks: parts.readMarks, places)
        deliveries = try DeliveryTable(restoring: parts.deliveries)
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
        let placed = try costs.restore(rows, userCount: users.count, texts: places)
        for (user, rows) in placed.enumerated() {
            guard let last = rows.last else { continue }
            users[user].nextCostRow = Int(last.number) + 1
            for row in rows { users[user].total.scaled &+= costs[Int(row.number)].amount.scaled }
            let lastChange = users[user].lastChange
            mergeCosts(rows, of: user)
            users[user].lastChange = lastChange
        }
    }

    private mutating func restoreNotifications(
        _ rows: ChunkedArray<NotificationRow>,
        marks: ChunkedArray<UInt64>,
        _ places: BlobPlaces
    ) throws(ValueError) {
        guard marks.count == (rows.count + 63) / 64 else {
            throw ValueError("has notifications and read marks that do not add up")
        }
        if rows.count & 63 != 0, marks[marks.count - 1] &>> UInt64(rows.count & 63) != 0 {
            throw ValueError("has read marks behind the last notification")
        }
        readMarks = marks
        for number in rows.indices where isRead(number) && !rows[number].isPresent {
            throw ValueError("has a read mark without a notification")
        }
        let placed = try notifications.restore(rows, userCount: users.count, texts: places)
        for (user, rows) in placed.enumerated() {
            guard let last = rows.last else { continue }
            users[user].nextNotificationRow = Int(last.number) + 1
            let lastChange = users[user].lastChange
            mergeNotifications(rows, of: user)
            users[user].lastChange = lastChange
        }
    }
}
