// SPDX-License-Identifier: MIT

package import PipelineCore

/// Compares every answer of a state with the naive ledger's.
package struct LedgerComparison {
    private let state: LedgerState
    private let naive: NaiveLedger
    /// A sentence for each answer that differs.
    package private(set) var differences: [String] = []

    /// Compares the answers about some users over some spans of time.
    package init(_ state: LedgerState, with naive: NaiveLedger, users: [UserID], ranges: [DateRange]) {
        self.state = state
        self.naive = naive
        for user in users {
            compareRecords(of: user)
            for range in ranges {
                compareCosts(of: user, in: range, billed: nil)
                let first = (range.start ?? range.end)?.day ?? .first
                compareCosts(of: user, in: range, billed: first...Day(number: first.number + 3))
                compareCosts(of: user, in: .all, billed: first...first)
            }
            compareNotifications(of: user)
        }
        compareDeliveries()
    }

    private mutating func expect(_ isSame: Bool, _ sentence: String) {
        if !isSame { differences.append(sentence) }
    }

    private mutating func compareCosts(of user: UserID, in range: DateRange, billed: ClosedRange<Day>?) {
        let expected = naive.costs(of: user, in: range, billed: billed)
        guard let number = state.userNumber(of: user) else {
            expect(expected.isEmpty, "user \(user) is unknown")
            return
        }
        let summary = state.costSummary(of: number, in: range, billed: billed)
        expect(summary.count == expected.count, "the count of \(user) in \(range)")
        expect(summary.total.description == NaiveLedger.sum(expected.map(\.amount)), "the total of \(user) in \(range)")
        let days = Dictionary(grouping: expected, by: \.recordedAt.day).sorted { $0.key < $1.key }
        let expectedDays = days.map { "\($0.key) \(NaiveLedger.sum($0.value.map(\.amount)))" }
        expect(summary.byDay.map { "\($0.day) \($0.sum)" } == expectedDays, "the days of \(user) in \(range)")
        let types = Dictionary(grouping: expected) { Array($0.costType.utf8) }
        let sorted = types.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let expectedTypes = sorted.map { "\($0.key) \(NaiveLedger.sum($0.value.map(\.amount)))" }
        expect(
            summary.byType.map { "\(Array($0.type.utf8)) \($0.sum)" } == expectedTypes,
            "the types of \(user) in \(range)"
        )
        var found: [CostRecord] = []
        var groups = CostGroups(of: number, in: range, billed: billed, of: state)
        while groups.next({ rows, state in for index in rows.indices { found.append(state.record(of: rows[index])) } })
        {}
        expect(found.map(\.id) == expected.map(\.id), "the records of \(user) in \(range)")
    }

    /// Compares every field of a user's costs, once for all spans of time: an identifier stands for a record.
    private mutating func compareRecords(of user: UserID) {
        guard let number = state.userNumber(of: user) else { return }
        let expected = naive.costs(of: user, in: .all)
        expect(records(of: number, in: .all).map(Self.text) == expected.map(Self.text), "the records of \(user)")
    }

    /// Compares what every key stands for, a day after some delivery and a microsecond before.
    ///
    /// No earlier than the latest delivery: what is over then may be forgotten.
    private mutating func compareDeliveries() {
        guard let latest = naive.deliveries.map(\.moment).max() else { return }
        for delivery in naive.deliveries {
            for distance in [Timestamp.microsecondsPerDay - 1, Timestamp.microsecondsPerDay] {
                let now = max(latest, delivery.moment.advanced(byMicroseconds: distance))
                expect(
                    state.delivery(under: delivery.key, at: now) == naive.delivery(under: delivery.key, at: now),
                    "the delivery under \(delivery.key) at \(now)"
                )
            }
        }
    }

    private func records(of number: UserNumber, in range: DateRange) -> [CostRecord] {
        var records: [CostRecord] = []
        state.forEachCostGroup(of: number, in: range) { group in
            for index in group.indices { records.append(state.record(of: group[index])) }
            return true
        }
        return records
    }

    private mutating func compareNotifications(of user: UserID) {
        guard let number = state.userNumber(of: user) else { return }
        for onlyUnread in [false, true] {
            let expected = naive.notifications(of: user, onlyUnread: onlyUnread)
            let found = try? state.notifications(of: number, matching: .every(onlyUnread: onlyUnread), limit: .max)
                .items
            expect(found?.map(\.row.id) == expected.map(\.id), "the notifications of \(user)")
            if !onlyUnread {
                let texts = found?.map { Self.text(state.notification(of: $0)) }
                expect(texts == expected.map(Self.text), "the fields of the notifications of \(user)")
            }
            guard expected.count > 4 else { continue }
            var filter = NotificationFilter.every(onlyUnread: onlyUnread)
            filter.before = expected[1].id
            let page = try? state.notifications(of: number, matching: filter, limit: 2)
            expect(page?.items.map(\.row.id) == expected[2..<4].map(\.id), "the second page of \(user)")
        }
        compareUnread(naive.notifications(of: user, onlyUnread: true), of: user, number)
    }

    private mutating func compareUnread(_ unread: [Notification], of user: UserID, _ number: UserNumber) {
        expect(state.unreadCount(of: number) == unread.count, "the unread count of \(user)")
        let counts = state.unreadCounts(of: number)
        expect(counts.total == unread.count, "the number of unread ones of \(user)")
        for (priority, count) in counts.byPriority {
            expect(unread.count { $0.priority == priority } == count, "the unread ones of \(user), \(priority)")
        }
        let types = Dictionary(grouping: unread) { Array($0.type.utf8) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        expect(
            counts.byType.map { "\(Array($0.type.utf8)) \($0.count)" } == types.map { "\($0.key) \($0.value.count)" },
            "the unread ones of \(user) by type"
        )
    }

    /// Every field of a record, whichever it has; as bytes, since equal texts may be of different characters.
    private static func text<Record>(_ record: Record) -> [UInt8] { Array("\(record)".utf8) }
}
