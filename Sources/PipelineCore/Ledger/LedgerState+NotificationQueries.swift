// SPDX-License-Identifier: MIT

/// A notification's row with its read mark.
package struct MarkedNotification: Sendable {
    /// The row.
    package let row: NotificationRow
    /// Whether the owner has read it.
    package let isRead: Bool
}

extension LedgerState {
    /// The number of a user's unread notifications.
    package func unreadCount(of user: UserNumber) -> Int { users[user.index].unread.count }

    /// A user's newest notifications, at most `limit`: by time, latest first; at equal times the later arrival first.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - onlyUnread: Whether those that are read are left out.
    ///   - limit: The most notifications.
    ///   - before: The notification behind which the list goes on, nil for the newest.
    /// - Returns: The notifications with their read marks.
    /// - Throws: ``StoreError`` of kind not found if `before` is none of the user's.
    /// - Complexity: O(log n + limit).
    package func notifications(
        of user: UserNumber,
        onlyUnread: Bool,
        limit: Int,
        before: UUID? = nil
    ) throws(StoreError) -> [MarkedNotification] {
        let list = onlyUnread ? users[user.index].unread : users[user.index].notifications
        var end: SortedLeaves<UInt32>.Position?
        if let before {
            guard let number = notifications.number(of: before), notifications[number].user == user.index
            else { throw .noSuchNotification(before.description) }
            let row = notifications[number]
            end = list.firstPosition {
                let moment = notifications[Int($0)].createdAt
                return moment != row.createdAt ? moment > row.createdAt : $0 >= UInt32(truncatingIfNeeded: number)
            }
        }
        var found: [MarkedNotification] = []
        guard limit > 0 else { return found }
        found.reserveCapacity(min(limit, list.count))
        list.forEachReversed(before: end) {
            let number = Int($0)
            found.append(MarkedNotification(row: notifications[number], isRead: isRead(number)))
            return found.count < limit
        }
        return found
    }

    /// Calls `body` with all of a user's notifications, oldest first, until it returns false.
    package func forEachNotification(of user: UserNumber, _ body: (MarkedNotification) -> Bool) {
        let list = users[user.index].notifications
        list.forEach(from: list.startPosition) {
            body(MarkedNotification(row: notifications[Int($0)], isRead: isRead(Int($0))))
        }
    }

    /// Whether a notification with an identifier is the user's.
    package func ownsNotification(_ id: UUID, _ user: UserNumber) -> Bool {
        notifications.number(of: id).map { notifications[$0].user == user.index } ?? false
    }

    /// Whether a notification is there and marked read, or there and not, as `isRead` says.
    package func hasNotification(_ id: UUID, markedRead isRead: Bool) -> Bool {
        notifications.number(of: id).map { self.isRead($0) == isRead } ?? false
    }

    /// The user's notifications whose identifier begins with a text, at most `limit`.
    ///
    /// - Complexity: O(1) for a whole identifier, else O(n) in the user's notifications.
    package func notificationIDs(of user: UserNumber, beginningWith text: String, limit: Int) -> [UUID] {
        guard let bounds = UUID.bounds(ofPrefix: text) else { return [] }
        if bounds.lowerBound == bounds.upperBound {
            return ownsNotification(bounds.lowerBound, user) ? [bounds.lowerBound] : []
        }
        var found: [UUID] = []
        let list = users[user.index].notifications
        list.forEachReversed {
            let id = notifications[Int($0)].id
            if bounds.contains(id) { found.append(id) }
            return found.count < limit
        }
        return found
    }

    /// The notification with an identifier, nil if there is none.
    package func notification(with id: UUID) -> Notification? {
        notifications.number(of: id)
            .map {
                notification(of: MarkedNotification(row: notifications[$0], isRead: isRead($0)))
            }
    }

    /// A row with its texts.
    package func notification(of marked: MarkedNotification) -> Notification {
        let row = marked.row
        return row.record(
            owner: users[Int(row.user)].id,
            type: notifications.types[row.type],
            isRead: marked.isRead,
            texts: blobs
        )
    }
}
