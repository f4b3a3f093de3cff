// SPDX-License-Identifier: MIT

import PipelineCore
import Testing

/// Random scripts against the naive ledger: every answer equal, every invariant whole, restarts in between.
@Suite("The state against a naive model")
struct LedgerStateModelTests {
    @Test("Random scripts give the naive model's answers", arguments: 0..<60)
    func randomScripts(seed: UInt64) throws {
        var script = RandomScript(seed: seed)
        for _ in 0..<120 { try script.step() }
        script.compareEverything()
        #expect(script.state.checkInvariants() == [])
        let restored = try LedgerState(parts: script.state.parts)
        #expect(restored.checkInvariants() == [])
        script.state = restored
        for _ in 0..<40 { try script.step() }
        script.compareEverything()
        #expect(script.state.checkInvariants() == [])
    }

    @Test(
        "A user who grows across the threshold of the cells keeps exact sums",
        arguments: [2040, 2047, 2048, 2049, 4100]
    )
    func cellThreshold(count: Int) throws {
        var script = RandomScript(seed: UInt64(count))
        for _ in 0..<count { try script.addCost(of: script.users[0]) }
        script.compareEverything()
        #expect(script.state.checkInvariants() == [])
        try script.addBatch(count: 500)
        script.compareEverything()
        #expect(script.state.checkInvariants() == [])
    }
}

/// A source of random commands that are given to the state and to the naive model alike.
struct RandomScript {
    var state = LedgerState()
    var naive = NaiveLedger()
    var generator: SplitMix64
    let users: [UserID]
    let types = ["compute", "storage", "network", "a type with spaces", "größe"]

    init(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        users = (0..<3).map { _ in UserID(.random(using: &generator)) }
        self.generator = generator
    }

    mutating func step() throws {
        let user = users[Int.random(in: 0..<3, using: &generator)]
        switch Int.random(in: 0..<12, using: &generator) {
        case 0..<4: try addCost(of: user)
        case 4..<7: try addNotification(of: user)
        case 7..<9: try mark()
        case 9 where Int.random(in: 0..<8, using: &generator) == 0:
            state.apply(.markAllRead(user))
            naive.markAllRead(of: user)
        case 10: try addBatch(count: Int.random(in: 1..<60, using: &generator))
        default: compare(user)
        }
    }

    mutating func addCost(of user: UserID) throws {
        let record = randomCost(of: user)
        try state.check(.addCost(record))
        state.apply(.addCost(record))
        naive.costs.append(record)
    }

    mutating func addBatch(count: Int) throws {
        var batch = CostBatch()
        var expected: [CostRecord] = []
        for line in 0..<count {
            let record = randomCost(of: users[Int.random(in: 0..<3, using: &generator)])
            try batch.append(record, given: .all, line: line)
            expected.append(record)
        }
        for line in 0..<count / 4 { try batch.append(expected[line], given: .all, line: count + line) }
        let plan = try state.plan(batch)
        #expect(plan.newCount == count)
        #expect(plan.unchangedCount == count / 4)
        #expect(plan.conflicts == [])
        state.apply(.addCosts(plan.batch))
        naive.costs += expected
        #expect(try state.plan(batch).unchangedCount == count + count / 4)
    }

    mutating func addNotification(of user: UserID) throws {
        let notification = Notification(
            id: .random(using: &generator),
            userID: user,
            type: types[Int.random(in: 0..<5, using: &generator)],
            title: "title \(Int.random(in: 0..<5, using: &generator))",
            message: "",
            priority: Priority.allCases[Int.random(in: 0..<3, using: &generator)],
            isRead: Bool.random(using: &generator),
            createdAt: randomMoment()
        )
        state.apply(.addNotification(notification))
        naive.notifications.append(notification)
    }

    mutating func mark() throws {
        guard let notification = naive.notifications.randomElement(using: &generator) else { return }
        let isRead = Bool.random(using: &generator)
        let change = Change.mark(ids: [notification.id], isRead: isRead)
        try state.check(change)
        state.apply(change)
        naive.mark(notification.id, isRead: isRead)
    }

    func compareEverything() {
        for user in users { compare(user, .all) }
    }

    mutating func compare(_ user: UserID) {
        let moments = [randomMoment(), randomMoment()].sorted()
        compare(user, DateRange(start: moments[0], end: moments[1]) ?? .all)
        compare(user, DateRange(start: moments[0].day.start, end: moments[1].day.end) ?? .all)
        compare(user, DateRange(start: moments[0], end: nil) ?? .all)
    }

    func compare(_ user: UserID, _ range: DateRange) {
        guard let number = state.userNumber(of: user) else {
            #expect(naive.costs(of: user, in: range).isEmpty)
            return
        }
        let expected = naive.costs(of: user, in: range)
        let summary = state.costSummary(of: number, in: range)
        #expect(summary.count == expected.count)
        #expect(summary.total.description == NaiveLedger.sum(expected.map(\.amount)))
        let days = Dictionary(grouping: expected, by: \.recordedAt.day).sorted { $0.key < $1.key }
        #expect(summary.byDay.map(\.day) == days.map(\.key))
        #expect(summary.byDay.map(\.sum.description) == days.map { NaiveLedger.sum($0.value.map(\.amount)) })
        let byType = Dictionary(grouping: expected, by: \.costType)
        #expect(Set(summary.byType.map(\.type)) == Set(byType.keys))
        for (type, sum) in summary.byType {
            #expect(sum.description == NaiveLedger.sum((byType[type] ?? []).map(\.amount)))
        }
        var ids: [UUID] = []
        state.forEachCostGroup(of: number, in: range) { group in
            for index in group.indices { ids.append(group[index].id) }
            return true
        }
        #expect(ids == expected.map(\.id))
        for onlyUnread in [false, true] {
            let all = naive.notifications(of: user, onlyUnread: onlyUnread)
            let found = try? state.notifications(of: number, onlyUnread: onlyUnread, limit: 1000)
            #expect(found?.map(\.row.id) == all.map(\.id))
            #expect(found?.map(\.isRead) == all.map(\.isRead))
            if all.count > 4 {
                let page = try? state.notifications(of: number, onlyUnread: onlyUnread, limit: 2, before: all[1].id)
                #expect(page?.map(\.row.id) == Array(all[2..<4]).map(\.id))
            }
        }
        #expect(state.unreadCount(of: number) == naive.notifications(of: user, onlyUnread: true).count)
    }

    private mutating func randomMoment() -> Timestamp {
        // Few different moments on few days, so that equal times and the edges of days occur.
        let day = Int64.random(in: 20_000..<20_040, using: &generator)
        let time = [0, 1, 43_200_000_000, 86_399_999_999].randomElement(using: &generator) ?? 0
        return Timestamp(microseconds: day * Timestamp.microsecondsPerDay + Int64(time))
    }

    private mutating func randomCost(of user: UserID) -> CostRecord {
        let digits = Int64.random(in: -1_000_000...99_999_999, using: &generator)
        let amount = Amount(digits: digits, decimals: UInt8.random(in: 2...12, using: &generator)) ?? .zero
        let moment = randomMoment()
        return CostRecord(
            id: .random(using: &generator),
            userID: user,
            jobID: Bool.random(using: &generator) ? .random(using: &generator) : nil,
            costType: types[Int.random(in: 0..<5, using: &generator)],
            amount: amount,
            details: Bool.random(using: &generator) ? JSONText(validated: #"{"n":\#(digits % 7)}"#) : nil,
            billingPeriod: moment.day,
            recordedAt: moment
        )
    }
}

/// A small generator with a seed (Steele, Lea and Flood, 2014), so that every failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed &>> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed &>> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed &>> 31
    }
}
