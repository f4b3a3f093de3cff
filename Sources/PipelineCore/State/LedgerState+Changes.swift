// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Whether a change can be applied: identifiers and addresses are free, notifications are there, numbers suffice.
    ///
    /// - Throws: ``StoreError`` of kind conflict, not found or storage.
    package func check(_ change: borrowing Change) throws(StoreError) {
        switch change {
        case .addUser(let id, let email): try checkFree(userID: id, email: email)
        case .addCost(let record):
            try checkFree(costID: record.id)
            try checkRoom(costs: 1, textBytes: record.details?.text.utf8.count ?? 0)
        case .addNotification(let notification):
            try checkFree(notificationID: notification.id)
            try checkRoom(notifications: 1, textBytes: notification.textByteCount)
        case .mark(let ids, _):
            for id in ids where notificationNumber(of: id) == nil { throw .noSuchNotification(id.description) }
        case .markAllRead, .mergeUsers, .addCosts, .addNotifications: break
        }
    }

    /// Applies a change that was checked or planned against this state; never fails.
    ///
    /// Returns how many rows or marks it changed.
    @discardableResult
    package mutating func apply(_ change: borrowing Change) -> Int {
        sequence &+= 1
        switch change {
        case .addUser(let id, let email):
            _ = insertUser(id, email: email)
            return 1
        case .mergeUsers(let batch): return apply(batch)
        case .addCost(let record):
            insertCost(makeRow(record))
            return 1
        case .addCosts(let batch): return apply(batch)
        case .addNotification(let notification):
            insertNotification(makeRow(notification), isRead: notification.isRead)
            return 1
        case .addNotifications(let batch): return apply(batch)
        case .mark(let ids, let isRead):
            var changed = 0
            for id in ids {
                if let number = notificationNumber(of: id), mark(number, isRead: isRead) { changed += 1 }
            }
            return changed
        case .markAllRead(let id):
            return userNumber(of: id).map { markAllRead(of: $0.index) } ?? 0
        }
    }

    private mutating func makeRow(_ record: borrowing CostRecord) -> CostRow {
        CostRow(
            id: record.id,
            user: UInt32(knownUser(record.userID)),
            jobID: record.jobID,
            type: costTypes.intern(record.costType),
            amount: record.amount,
            details: record.details.map { blobs.intern($0.text) } ?? .none,
            billingPeriod: record.billingPeriod,
            recordedAt: record.recordedAt
        )
    }

    private mutating func makeRow(_ notification: borrowing Notification) -> NotificationRow {
        NotificationRow(
            id: notification.id,
            user: UInt32(knownUser(notification.userID)),
            type: notificationTypes.intern(notification.type),
            title: blobs.intern(notification.title),
            message: blobs.intern(notification.message),
            priority: notification.priority,
            actionURL: notification.actionURL.map { blobs.intern($0) } ?? .none,
            metadata: notification.metadata.map { blobs.intern($0.text) } ?? .none,
            createdAt: notification.createdAt
        )
    }
}

extension LedgerState {
    /// The number of the row of a cost.
    func costNumber(of id: UUID) -> Int? {
        costIndex.row(of: id) { costs[$0].id }
    }

    /// The number of the row of a notification.
    func notificationNumber(of id: UUID) -> Int? {
        notificationIndex.row(of: id) { notifications[$0].id }
    }

    func checkFree(userID id: UserID, email: EmailAddress?) throws(StoreError) {
        if userNumber(of: id) != nil { throw .conflict("A user with the id \(id) exists already.") }
        if let email, userNumber(ofEmail: email) != nil {
            throw .conflict("A user with the e-mail address \(email.text) exists already.")
        }
    }

    private func checkFree(costID id: UUID) throws(StoreError) {
        if costNumber(of: id) != nil { throw .conflict("A cost record with the id \(id) exists already.") }
    }

    private func checkFree(notificationID id: UUID) throws(StoreError) {
        if notificationNumber(of: id) != nil { throw .conflict("A notification with the id \(id) exists already.") }
    }

    /// Refuses what the numbers of rows, types and texts could not count.
    func checkRoom(
        costs newCosts: Int = 0,
        notifications newNotifications: Int = 0,
        newTypes: Int = 1,
        textBytes: Int
    ) throws(StoreError) {
        let largestRow = Int(UInt32.max) &- Self.blockLength
        guard costs.count &+ newCosts &* Self.blockLength < largestRow,
            notifications.count &+ newNotifications &* Self.blockLength < largestRow,
            users.count &+ newCosts &+ newNotifications < largestRow,
            max(costTypes.count, notificationTypes.count) &+ newTypes < NameTable.capacity,
            blobs.hasRoom(forTexts: newCosts &+ newNotifications &* 4, bytes: textBytes)
        else { throw .storage("The store is full: it holds at most 4 billion rows and 32 GiB of texts.") }
    }
}

extension StoreError {
    /// The one answer for a notification that is not there and for one that is another user's.
    package static func noSuchNotification(_ id: String) -> StoreError {
        .notFound("There is no notification '\(ValueError.excerpt(id))'.")
    }
}

extension Notification {
    /// The bytes of all texts of the notification.
    package var textByteCount: Int {
        title.utf8.count + message.utf8.count + (actionURL?.utf8.count ?? 0) + (metadata?.text.utf8.count ?? 0)
    }
}
