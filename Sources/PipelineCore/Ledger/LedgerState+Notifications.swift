// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Adds a notification whose identifier is not there yet.
    ///
    /// - Complexity: O(log n + leaf), O(1) for one later than all others of the user.
    mutating func insertNotification(_ row: NotificationRow, isRead: Bool) {
        let number = UInt32(truncatingIfNeeded: placeNotification(row, isRead: isRead))
        notifications.enter(row.id, row: Int(number))
        let user = Int(row.user)
        let moment = row.createdAt
        users[user].notifications.insert(number) { notifications[Int($0)].createdAt > moment }
        if !isRead { users[user].unread.insert(number) { notifications[Int($0)].createdAt > moment } }
        users[user].lastChange = sequence
    }

    /// Puts a row into its owner's block and its mark beside it; the index and the lists come after.
    mutating func placeNotification(_ row: NotificationRow, isRead: Bool) -> Int {
        let number = notifications.place(row, next: &users[Int(row.user)].nextNotificationRow)
        readMarks.grow(to: (notifications.rows.count &+ 63) / 64)
        if isRead { readMarks[number &>> 6] |= 1 &<< UInt64(number & 63) }
        return number
    }

    /// Merges rows that were placed into the lists of their owner: one sort for all of them.
    mutating func mergeNotifications(_ rows: ContiguousArray<KeyedRow>, of user: Int) {
        users[user].notifications.merge(rows) { notifications[Int($0)].createdAt.microseconds }
        var unread = ContiguousArray<KeyedRow>()
        for row in rows where !isRead(Int(row.number)) { unread.append(row) }
        users[user].unread.merge(unread) { notifications[Int($0)].createdAt.microseconds }
        users[user].lastChange = sequence
    }

    @inline(__always)
    func isRead(_ number: Int) -> Bool {
        readMarks[number &>> 6] &>> UInt64(number & 63) & 1 != 0
    }

    /// Marks a notification read or unread and says whether that changed anything.
    mutating func mark(_ number: Int, isRead: Bool) -> Bool {
        guard self.isRead(number) != isRead else { return false }
        readMarks[number &>> 6] ^= 1 &<< UInt64(number & 63)
        let row = notifications[number]
        let user = Int(row.user)
        let position = position(of: KeyedRow(number, at: row.createdAt), in: users[user].unread)
        if isRead {
            users[user].unread.remove(at: position)
        } else {
            users[user].unread.insert(UInt32(truncatingIfNeeded: number), at: position)
        }
        users[user].lastChange = sequence
        return true
    }

    /// Marks all notifications of a user read, up to a place if there is one, and returns how many that changed.
    ///
    /// - Complexity: O(unread), with a place O(marked + leaves + leaf).
    mutating func markAllRead(of user: Int, before place: KeyedRow? = nil) -> Int {
        let unread = users[user].unread
        let end = place.map { position(of: $0, in: unread) }
        let count = unread.distance(from: unread.startPosition, to: end)
        guard count > 0 else { return 0 }
        var left = count
        unread.forEach(from: unread.startPosition) { number in
            readMarks[Int(number &>> 6)] |= 1 &<< UInt64(number & 63)
            left &-= 1
            return left > 0
        }
        if let end { users[user].unread.removeAll(before: end) } else { users[user].unread = SortedLeaves() }
        users[user].lastChange = sequence
        return count
    }
}
