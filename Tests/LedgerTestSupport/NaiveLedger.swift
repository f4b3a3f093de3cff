// SPDX-License-Identifier: MIT

package import PipelineCore

/// The contract in its plainest words: arrays, linear scans, sums digit by digit; slow, and easy to believe.
package struct NaiveLedger {
    /// The cost records in order of arrival.
    package var costs: [CostRecord] = []
    /// The notifications in order of arrival.
    package var notifications: [Notification] = []
    /// The deliveries under keys in order of arrival.
    package var deliveries: [KeyedDelivery] = []

    /// Makes an empty ledger.
    package init() {}

    /// A user's costs in a span of time, and billed on some days if these are given, by time, then arrival.
    package func costs(of user: UserID, in range: DateRange, billed: ClosedRange<Day>? = nil) -> [CostRecord] {
        costs.enumerated()
            .filter { $0.element.userID == user && range.contains($0.element.recordedAt) }
            .filter { billed?.contains($0.element.billingPeriod) ?? true }
            .sorted { ($0.element.recordedAt, $0.offset) < ($1.element.recordedAt, $1.offset) }
            .map(\.element)
    }

    /// A user's notifications, or the unread ones among them, newest first.
    package func notifications(of user: UserID, onlyUnread: Bool) -> [Notification] {
        notifications.enumerated()
            .filter { $0.element.userID == user && !(onlyUnread && $0.element.isRead) }
            .sorted { ($0.element.createdAt, $0.offset) > ($1.element.createdAt, $1.offset) }
            .map(\.element)
    }

    /// A user's notifications that fit a filter, newest first; nil if it names one that is not the user's.
    package func notifications(of user: UserID, matching filter: NotificationFilter) -> [Notification]? {
        var list = notifications(of: user, onlyUnread: false)
        if let after = filter.after {
            guard let place = list.firstIndex(where: { $0.id == after }) else { return nil }
            if let before = filter.before, list[place...].dropFirst().contains(where: { $0.id == before }) { return [] }
            list.removeSubrange(place...)
        }
        if let before = filter.before {
            guard let place = list.firstIndex(where: { $0.id == before }) else {
                return before == filter.after ? [] : nil
            }
            list.removeSubrange(...place)
        }
        return list.filter { notification in
            (!filter.onlyUnread || !notification.isRead) && filter.range.contains(notification.createdAt)
                && (filter.types.isEmpty || filter.types.contains { $0.utf8.elementsEqual(notification.type.utf8) })
                && (filter.priorities.isEmpty || filter.priorities.contains(notification.priority))
        }
    }

    /// The delivery that a key stands for at a moment.
    package func delivery(under key: UUID, at now: Timestamp) -> KeyedDelivery? {
        deliveries.last { $0.key == key }
            .flatMap { now.microseconds - $0.moment.microseconds < Timestamp.microsecondsPerDay ? $0 : nil }
    }

    /// Marks a notification.
    package mutating func mark(_ id: UUID, isRead: Bool) {
        for index in notifications.indices where notifications[index].id == id {
            notifications[index].isRead = isRead
        }
    }

    /// Marks all notifications of a user read.
    package mutating func markAllRead(of user: UserID) {
        for index in notifications.indices where notifications[index].userID == user {
            notifications[index].isRead = true
        }
    }

    /// Marks a user's notifications read, up to a moment or to one of them in the order of the list.
    package mutating func markRead(of user: UserID, upTo bound: ReadBound) {
        let list = notifications(of: user, onlyUnread: false)
        let older: ArraySlice<Notification> =
            switch bound {
            case .moment(let moment): list[...].drop { $0.createdAt > moment }
            case .notification(let id): list.drop { $0.id != id }
            }
        for notification in older { mark(notification.id, isRead: true) }
    }

    /// A sum by decimal long addition of the amounts' texts.
    package static func sum(_ amounts: [Amount]) -> String {
        var positive = DecimalDigits()
        var negative = DecimalDigits()
        for amount in amounts {
            let text = amount.description
            if text.hasPrefix("-") { negative.add(text.dropFirst()) } else { positive.add(text[...]) }
        }
        return DecimalDigits.difference(positive, negative)
    }
}

extension NaiveLedger {
    /// Applies a change that the state took.
    package mutating func apply(_ change: Change) {
        switch change {
        case .addUser, .mergeUsers: break
        case .addCost(let record): costs.append(record)
        case .addCosts(let batch): costs += (0..<batch.count).map { batch[$0] }
        case .addNotification(let notification): notifications.append(notification)
        case .addNotifications(let batch): notifications += (0..<batch.count).map { batch[$0] }
        case .mark(let ids, let isRead): for id in ids { mark(id, isRead: isRead) }
        case .markAllRead(let user): markAllRead(of: user)
        case .markRead(let user, let bound): markRead(of: user, upTo: bound)
        case .deliver(let delivery, let rows):
            deliveries.append(delivery)
            switch rows {
            case .none: break
            case .costs(let batch): apply(.addCosts(batch))
            case .notifications(let batch): apply(.addNotifications(batch))
            }
        }
    }
}
