// SPDX-License-Identifier: MIT

/// One change of the state: what the journal carries, and what operation and recovery apply alike.
///
/// A change is decided before (``LedgerState/check(_:)`` and the planning of batches may throw) and applied after,
/// which never fails.
package enum Change: Sendable {
    /// A user who was not known.
    case addUser(id: UserID, email: EmailAddress?)
    /// Users who were not known, or addresses of known users who had none.
    case mergeUsers(UserBatch)
    /// One cost; its owner becomes a user if unknown.
    case addCost(CostRecord)
    /// Many costs at once.
    case addCosts(CostBatch)
    /// One notification; its owner becomes a user if unknown.
    case addNotification(Notification)
    /// Many notifications at once.
    case addNotifications(NotificationBatch)
    /// Notifications of one user marked read or unread.
    case mark(ids: [UUID], isRead: Bool)
    /// All notifications of a user marked read.
    case markAllRead(UserID)
    /// A user's notifications marked read up to a bound, those that came later left as they are.
    case markRead(UserID, upTo: ReadBound)
    /// A delivery under a key that stands for no other, with its new rows.
    case deliver(KeyedDelivery, DeliveredRows)
}

extension LedgerState {
    /// Whether a change can be applied: identifiers and addresses are free, notifications are there, numbers suffice.
    ///
    /// - Throws: ``StoreError`` of kind conflict, not found or storage.
    package func check(_ change: borrowing Change) throws(StoreError) {
        switch change {
        case .addUser(let id, let email): try checkFree(userID: id, email: email)
        case .addCost(let record):
            try costs.checkFree(record.id)
            try checkRoom(costs: 1, textBytes: record.textByteCount)
        case .addNotification(let notification):
            try notifications.checkFree(notification.id)
            try checkRoom(notifications: 1, textBytes: notification.textByteCount)
        case .mark(let ids, _):
            for id in ids where notifications.number(of: id) == nil { throw .noSuchNotification(id.description) }
        case .markRead(let id, let bound):
            if let user = userNumber(of: id) {
                _ = try place(behind: bound, of: user)
            } else if case .notification(let id) = bound {
                throw .noSuchNotification(id.description)
            }
        case .deliver(let delivery, _): try checkFree(delivery)
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
            let user = UInt32(truncatingIfNeeded: knownUser(record.userID))
            let type = costs.types.intern(record.costType)
            insertCost(CostRow(record, user: user, type: type, texts: &blobs))
            return 1
        case .addCosts(let batch): return apply(batch)
        case .addNotification(let notification):
            let user = UInt32(truncatingIfNeeded: knownUser(notification.userID))
            let type = notifications.types.intern(notification.type)
            let row = NotificationRow(notification, user: user, type: type, texts: &blobs)
            insertNotification(row, isRead: notification.isRead)
            return 1
        case .addNotifications(let batch): return apply(batch)
        case .mark(let ids, let isRead):
            var changed = 0
            for id in ids {
                if let number = notifications.number(of: id), mark(number, isRead: isRead) { changed += 1 }
            }
            return changed
        case .markAllRead(let id):
            return userNumber(of: id).map { markAllRead(of: $0.index) } ?? 0
        case .markRead(let id, let bound):
            guard let user = userNumber(of: id), let place = try? place(behind: bound, of: user) else { return 0 }
            return markAllRead(of: user.index, before: place)
        case .deliver(let delivery, let rows):
            deliveries.add(delivery)
            switch rows {
            case .none: return 0
            case .costs(let batch): return apply(batch)
            case .notifications(let batch): return apply(batch)
            }
        }
    }

    func checkFree(userID id: UserID, email: EmailAddress?) throws(StoreError) {
        if userNumber(of: id) != nil { throw .conflict("A user with the id \(id) exists already.") }
        if let email, userNumber(ofEmail: email) != nil {
            throw .conflict("A user with the e-mail address \(email.text) exists already.")
        }
    }

    /// Refuses what the numbers of rows, types and texts could not count.
    func checkRoom(
        costs newCosts: Int = 0,
        notifications newNotifications: Int = 0,
        newTypes: Int = 1,
        textBytes: Int
    ) throws(StoreError) {
        let capacity = RowTable<CostRow>.capacity
        let blockLength = RowTable<CostRow>.blockLength
        guard costs.rows.count &+ newCosts &* blockLength < capacity,
            notifications.rows.count &+ newNotifications &* blockLength < capacity,
            users.count &+ newCosts &+ newNotifications < capacity,
            max(costs.types.count, notifications.types.count) &+ newTypes < NameTable.capacity,
            blobs.hasRoom(
                forTexts: newCosts &* CostRow.textCapacity &+ newNotifications &* NotificationRow.textCapacity,
                bytes: textBytes
            )
        else { throw .storage("The store is full: it holds at most 4 billion rows and 32 GiB of texts.") }
    }
}

extension StoreError {
    /// The one answer for a notification that is not there and for one that is another user's.
    package static func noSuchNotification(_ id: String) -> StoreError {
        .notFound("There is no notification '\(ValueError.excerpt(id))'.")
    }
}
