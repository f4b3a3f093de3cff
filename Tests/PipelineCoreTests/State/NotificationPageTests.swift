// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import TestSupport
import Testing

/// Filters and pages of notifications against the naive ledger, which filters and cuts arrays.
@Suite("A list of notifications", .serialized, .inTurn)
struct NotificationPageTests {
    /// A state with the naive ledger of the same changes.
    private struct Twins {
        var random: RandomChanges
        var state = LedgerState()
        var naive = NaiveLedger()

        init(seed: UInt64, changes: Int) {
            random = RandomChanges(seed: seed)
            for _ in 0..<changes { step() }
        }

        mutating func step() {
            let change = random.next(in: naive)
            state.apply(change)
            naive.apply(change)
        }
    }

    @Test("Any filter and limit give what the naive model gives, and its count", arguments: 0..<24)
    func filters(seed: UInt64) throws {
        var twins = Twins(seed: seed, changes: 120)
        for _ in 0..<200 {
            let user = twins.random.user()
            guard let number = twins.state.userNumber(of: user) else { continue }
            let filter = twins.random.filter(of: user, in: twins.naive)
            let limit = 1 + twins.random.below(12)
            let expected = try #require(twins.naive.notifications(of: user, matching: filter))
            let page = try twins.state.notifications(of: number, matching: filter, limit: limit)
            #expect(page.items.map(\.row.id) == expected.prefix(limit).map(\.id), "\(filter)")
            #expect(page.items.map(\.isRead) == expected.prefix(limit).map(\.isRead))
            #expect(page.hasMore == (expected.count > limit), "\(filter)")
            #expect(try twins.state.notificationCount(of: number, matching: filter) == expected.count, "\(filter)")
        }
    }

    @Test("Pages skip and repeat nothing that stays, while rows are added and marked", arguments: 0..<24)
    func pages(seed: UInt64) throws {
        var twins = Twins(seed: seed, changes: 100)
        for _ in 0..<12 {
            let user = twins.random.user()
            guard let number = twins.state.userNumber(of: user) else { continue }
            var filter = twins.random.filter(of: user, in: twins.naive)
            filter.before = nil
            let limit = 1 + twins.random.below(5)
            var stayed = Set(try #require(twins.naive.notifications(of: user, matching: filter)).map(\.id))
            var seen: [UUID] = []
            while true {
                let page = try twins.state.notifications(of: number, matching: filter, limit: limit)
                seen += page.items.map(\.row.id)
                guard page.hasMore else { break }
                filter.before = try #require(page.items.last).row.id
                twins.step()
                var whole = filter
                whole.before = nil
                stayed.formIntersection(try #require(twins.naive.notifications(of: user, matching: whole)).map(\.id))
            }
            #expect(Set(seen).count == seen.count)
            #expect(stayed.subtracting(seen).isEmpty)
        }
    }

    @Test("A filter that names a notification that is not the user's is refused")
    func foreign() throws {
        let twins = Twins(seed: 3, changes: 100)
        let user = twins.random.users[0]
        let number = try #require(twins.state.userNumber(of: user))
        let foreign = try #require(twins.naive.notifications.first { $0.userID != user }).id
        for id in [foreign, UUID(high: 1, low: 1)] {
            var before = NotificationFilter.every(onlyUnread: false)
            before.before = id
            var after = NotificationFilter.every(onlyUnread: true)
            after.after = id
            for filter in [before, after] {
                #expect(throws: StoreError.noSuchNotification(id.description)) {
                    try twins.state.notifications(of: number, matching: filter, limit: 1)
                }
                #expect(throws: StoreError.noSuchNotification(id.description)) {
                    try twins.state.notificationCount(of: number, matching: filter)
                }
            }
            #expect(throws: StoreError.noSuchNotification(id.description)) {
                try twins.state.check(.markRead(user, upTo: .notification(id)))
            }
        }
    }

    @Test("Lists of many leaves are cut at the first and the last row, and marked read up to any")
    func manyLeaves() throws {
        var state = LedgerState()
        let user = UserID(UUID(high: 1, low: 1))
        var batch = NotificationBatch()
        let count = 10_000
        for number in 0..<count {
            try batch.append(
                Notification(
                    id: UUID(high: 2, low: UInt64(number)),
                    userID: user,
                    type: number % 2 == 0 ? "even" : "odd",
                    title: "T",
                    message: "",
                    priority: .low,
                    createdAt: Timestamp(microseconds: Int64(number / 4) * Timestamp.microsecondsPerDay)
                )
            )
        }
        state.apply(.addNotifications(batch))
        let number = try #require(state.userNumber(of: user))
        var left = count
        for last in [0, 3, 4095, 4096, 8191, 8192, 9998, 9999] {
            var filter = NotificationFilter.every(onlyUnread: true)
            filter.after = UUID(high: 2, low: UInt64(last))
            let newer = try state.notificationCount(of: number, matching: filter)
            #expect(newer == count - 1 - last)
            let bound = ReadBound.notification(UUID(high: 2, low: UInt64(last)))
            #expect(try state.unreadCount(of: number, upTo: bound) == left - newer)
            #expect(state.apply(.markRead(user, upTo: bound)) == left - newer)
            left = newer
            #expect(state.unreadCount(of: number) == left)
            #expect(state.checkInvariants() == [])
        }
        #expect(state.apply(.markRead(user, upTo: .moment(.last))) == 0)
    }
}
