// SPDX-License-Identifier: MIT

/// A notification's row with its read mark.
package struct MarkedNotification: Sendable {
    /// The row.
    package let row: NotificationRow
    /// Whether the owner has read it.
    package let isRead: Bool
}

/// A part of a user's notifications, newest first.
package struct NotificationPage: Sendable {
    /// The notifications: by time, latest first; at equal times the later arrival first.
    package fileprivate(set) var items: [MarkedNotification] = []
    /// Whether there are more behind the last one.
    package fileprivate(set) var hasMore = false

    /// Makes an empty page.
    package init() {}
}

extension LedgerState {
    /// The number of a user's unread notifications.
    package func unreadCount(of user: UserNumber) -> Int { users[user.index].unread.count }

    /// A user's newest notifications that fit a filter, at most `limit`.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - filter: Which of them.
    ///   - limit: The most notifications.
    /// - Returns: The notifications with their read marks, and whether there are more.
    /// - Throws: ``StoreError`` of kind not found if the filter names a notification that is none of the user's.
    /// - Complexity: O(log n + limit) without types and priorities; with them O(log n + m), where m counts what the
    ///   list has from its beginning, or from `before`, to the first that is left out by `limit`.
    package func notifications(
        of user: UserNumber,
        matching filter: NotificationFilter,
        limit: Int
    ) throws(StoreError) -> NotificationPage {
        let list = list(of: user, filter)
        let bounds = try bounds(of: filter, user)
        let kinds = NotificationKinds(filter, among: notifications.types)
        var page = NotificationPage()
        guard limit > 0 else { return page }
        let end = bounds.upper.map { position(of: $0, in: list) }
        // A list without a lower bound ends where it ends.
        var left = Int.max
        if let lower = bounds.lower { left = list.distance(from: position(of: lower, in: list), to: end) }
        if kinds.areAll { page.items.reserveCapacity(min(limit, list.count, left)) }
        guard left > 0 else { return page }
        list.forEachReversed(before: end) {
            let number = Int($0)
            let row = notifications[number]
            if kinds.contain(row) {
                guard page.items.count < limit else {
                    page.hasMore = true
                    return false
                }
                page.items.append(MarkedNotification(row: row, isRead: isRead(number)))
            }
            left &-= 1
            return left > 0
        }
        return page
    }

    /// The number of a user's notifications that fit a filter.
    ///
    /// - Throws: ``StoreError`` of kind not found if the filter names a notification that is none of the user's.
    /// - Complexity: O(log n + leaves) without types and priorities; with them O(n).
    package func notificationCount(of user: UserNumber, matching filter: NotificationFilter) throws(StoreError) -> Int {
        let list = list(of: user, filter)
        let bounds = try bounds(of: filter, user)
        let start = bounds.lower.map { position(of: $0, in: list) } ?? list.startPosition
        var left = list.distance(from: start, to: bounds.upper.map { position(of: $0, in: list) })
        let kinds = NotificationKinds(filter, among: notifications.types)
        guard !kinds.areAll, left > 0 else { return left }
        var count = 0
        list.forEach(from: start) {
            if kinds.contain(notifications[Int($0)]) { count += 1 }
            left &-= 1
            return left > 0
        }
        return count
    }

    /// The number of a user's unread notifications up to a bound, nil for all.
    ///
    /// - Throws: ``StoreError`` of kind not found if the bound is none of the user's notifications.
    /// - Complexity: O(log n + leaves).
    package func unreadCount(of user: UserNumber, upTo bound: ReadBound?) throws(StoreError) -> Int {
        let unread = users[user.index].unread
        guard let bound else { return unread.count }
        let end = position(of: try place(behind: bound, of: user), in: unread)
        return unread.distance(from: unread.startPosition, to: end)
    }

    private func list(of user: UserNumber, _ filter: NotificationFilter) -> SortedLeaves<UInt32> {
        filter.onlyUnread ? users[user.index].unread : users[user.index].notifications
    }

    /// The places between which the list of a filter lies: from `lower` on, and before `upper`; nil where it is open.
    private func bounds(
        of filter: NotificationFilter,
        _ user: UserNumber
    ) throws(StoreError) -> (lower: KeyedRow?, upper: KeyedRow?) {
        var lower = filter.range.start.map { KeyedRow(0, at: $0) }
        var upper = filter.range.end.map { KeyedRow.first(behind: $0) }
        if let after = filter.after {
            let place = try placeOfNotification(after, of: user).next
            lower = lower.map { $0 < place ? place : $0 } ?? place
        }
        if let before = filter.before {
            let place = try placeOfNotification(before, of: user)
            upper = upper.map { $0 < place ? $0 : place } ?? place
        }
        return (lower, upper)
    }

    /// The place in the list of one of a user's notifications.
    ///
    /// - Throws: ``StoreError`` of kind not found if it is none of the user's.
    private func placeOfNotification(_ id: UUID, of user: UserNumber) throws(StoreError) -> KeyedRow {
        guard let number = notifications.number(of: id), notifications[number].user == user.index
        else { throw .noSuchNotification(id.description) }
        return KeyedRow(number, at: notifications[number].createdAt)
    }

    /// The first place of the list that a bound leaves as it is.
    ///
    /// - Throws: ``StoreError`` of kind not found if the bound is none of the user's notifications.
    func place(behind bound: ReadBound, of user: UserNumber) throws(StoreError) -> KeyedRow {
        switch bound {
        case .moment(let moment): .first(behind: moment)
        case .notification(let id): try placeOfNotification(id, of: user).next
        }
    }

    /// The first position in a list of notifications that is not before a place.
    func position(of place: KeyedRow, in list: SortedLeaves<UInt32>) -> SortedLeaves<UInt32>.Position {
        list.firstPosition { !(KeyedRow(Int($0), at: notifications[Int($0)].createdAt) < place) }
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
