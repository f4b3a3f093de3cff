// SPDX-License-Identifier: MIT

package import PipelineCore
package import TestSupport

/// A source of random changes and spans of time, in which equal times and the edges of days occur.
package struct RandomChanges {
    /// What everything is drawn from.
    package var generator: SeededGenerator
    /// The users whose data change.
    package let users: [UserID]

    private static let types = ["compute", "storage", "network", "a type with spaces", "größe", "gro\u{308}ße"]
    private static let times: [Int64] = [0, 1, 43_200_000_000, 86_399_999_999]

    /// Starts at a seed.
    package init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        users = (0..<3).map { _ in UserID(.random(using: &generator)) }
        self.generator = generator
    }

    /// The next change of a ledger.
    package mutating func next(in ledger: NaiveLedger) -> Change {
        switch below(16) {
        case 0..<4: .addCost(cost(of: user()))
        case 4..<7: .addNotification(notification(of: user()))
        case 7..<10: mark(in: ledger)
        case 13, 14: deliver(in: ledger)
        case 15: markRead(in: ledger)
        case 10: below(4) == 0 ? .markAllRead(user()) : .addNotifications(notifications(count: 1 + below(40)))
        default: .addCosts(costs(count: 1 + below(60)))
        }
    }

    /// A random number below `bound`.
    package mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    /// One of the users.
    package mutating func user() -> UserID { users[below(users.count)] }

    /// A batch of costs of all users.
    package mutating func costs(count: Int) -> CostBatch {
        var batch = CostBatch()
        // A batch of this size has room.
        for line in 0..<count { try? batch.append(cost(of: user()), line: line) }
        return batch
    }

    /// A batch of notifications of all users.
    package mutating func notifications(count: Int) -> NotificationBatch {
        var batch = NotificationBatch()
        for line in 0..<count { try? batch.append(notification(of: user()), line: line) }
        return batch
    }

    private mutating func mark(in ledger: NaiveLedger) -> Change {
        let some = (0..<1 + below(3)).compactMap { _ in ledger.notifications.randomElement(using: &generator)?.id }
        return .mark(ids: some, isRead: below(3) > 0)
    }

    private mutating func markRead(in ledger: NaiveLedger) -> Change {
        guard below(2) == 0, let last = ledger.notifications.randomElement(using: &generator) else {
            return .markRead(user(), upTo: .moment(moment()))
        }
        return .markRead(last.userID, upTo: .notification(last.id))
    }

    /// A filter, in which every part occurs and is missing, with a name in it that no notification has.
    package mutating func filter(of user: UserID, in ledger: NaiveLedger) -> NotificationFilter {
        let ids = ledger.notifications.filter { $0.userID == user }.map(\.id)
        return NotificationFilter(
            onlyUnread: below(2) == 0,
            types: below(2) == 0 ? [] : (0..<1 + below(3)).map { _ in (Self.types + ["none"])[below(7)] },
            priorities: below(2) == 0 ? [] : (0..<1 + below(2)).map { _ in Priority.allCases[below(3)] },
            range: ranges().randomElement(using: &generator) ?? .all,
            before: below(3) == 0 ? ids.randomElement(using: &generator) : nil,
            after: below(3) == 0 ? ids.randomElement(using: &generator) : nil
        )
    }

    /// A delivery under one of a few keys, or under another if all of these are taken.
    private mutating func deliver(in ledger: NaiveLedger) -> Change {
        let moment = moment()
        let key = UUID(high: UInt64(below(8)) &<< 60, low: 1)
        let isFree = ledger.delivery(under: key, at: moment) == nil
        let delivery = KeyedDelivery(
            key: isFree ? key : .random(using: &generator),
            content: ContentDigest(high: .random(using: &generator), low: .random(using: &generator)),
            seed: .random(using: &generator),
            moment: moment
        )
        return switch below(3) {
        case 0: .deliver(delivery, .none)
        case 1: .deliver(delivery, .costs(costs(count: 1 + below(9))))
        default: .deliver(delivery, .notifications(notifications(count: 1 + below(9))))
        }
    }

    /// A cost of a user.
    package mutating func cost(of user: UserID) -> CostRecord {
        let digits = Int64.random(in: -1_000_000...99_999_999, using: &generator)
        let moment = moment()
        return CostRecord(
            id: .random(using: &generator),
            userID: user,
            jobID: below(2) == 0 ? .random(using: &generator) : nil,
            costType: Self.types[below(Self.types.count)],
            amount: Amount(digits: digits, decimals: UInt8(2 + below(11))) ?? .zero,
            details: below(2) == 0 ? JSONText(validated: #"{"n":\#(digits % 7)}"#) : nil,
            billingPeriod: Day(number: moment.day.number - Int32(below(3))),
            recordedAt: moment
        )
    }

    private mutating func notification(of user: UserID) -> Notification {
        Notification(
            id: .random(using: &generator),
            userID: user,
            type: Self.types[below(Self.types.count)],
            title: "title \(below(5))",
            message: below(3) == 0 ? "" : String(repeating: "message ", count: below(40)),
            priority: Priority.allCases[below(3)],
            isRead: below(2) == 0,
            actionURL: below(3) == 0 ? "/jobs/\(below(9))" : nil,
            metadata: below(3) == 0 ? JSONText(validated: "[\(below(9))]") : nil,
            createdAt: moment()
        )
    }

    /// A moment of one of forty days.
    package mutating func moment() -> Timestamp {
        let day = Int64(20_000 + below(40))
        return Timestamp(microseconds: day * Timestamp.microsecondsPerDay + Self.times[below(Self.times.count)])
    }

    /// Spans of time: all, between two moments, of whole days, open to one side.
    package mutating func ranges() -> [DateRange] {
        let moments = [moment(), moment()].sorted()
        return [
            .all, DateRange(start: moments[0], end: moments[1]), DateRange(start: moments[0], end: nil),
            DateRange(start: moments[0].day.start, end: moments[1].day.end), DateRange(start: nil, end: moments[1]),
        ]
        .compactMap { $0 }
    }
}
