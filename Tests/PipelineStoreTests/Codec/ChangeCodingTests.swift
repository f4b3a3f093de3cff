// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import TestSupport
import Testing

@testable import PipelineStore

/// Changes as the journal carries them.
@Suite("The coding of changes", .serialized, .inTurn)
struct ChangeCodingTests {
    @Test("A state that replays the bytes of its changes becomes the same state", arguments: 0..<20)
    func replay(seed: UInt64) throws {
        var random = RandomChanges(seed: seed)
        var state = LedgerState()
        var replayed = LedgerState()
        var naive = NaiveLedger()
        for _ in 0..<60 {
            let change = random.next(in: naive)
            state.apply(change)
            naive.apply(change)
            try replayed.replay(change: change.encoded[...])
        }
        #expect(replayed.sequence == state.sequence)
        let ranges = random.ranges()
        #expect(LedgerComparison(replayed, with: naive, users: random.users, ranges: ranges).differences == [])
        #expect(replayed.checkInvariants() == [])
    }

    @Test("Users keep their addresses through the journal")
    func users() throws {
        var state = LedgerState()
        let id = UserID(UUID(high: 1, low: 2))
        let email = try EmailAddress(parsing: "Ada@Example.com")
        try state.replay(change: Change.addUser(id: id, email: email).encoded[...])
        var batch = UserBatch()
        batch.append(UserID(UUID(high: 3, low: 4)), email: try EmailAddress(parsing: "bob@example.com"), line: 1)
        try state.replay(change: Change.mergeUsers(batch).encoded[...])
        #expect(state.usersInOrder.map { state.email(of: $0) } == ["Ada@Example.com", "bob@example.com"])
        #expect(throws: StoreError.self) { try state.replay(change: Change.mergeUsers(batch).encoded[...]) }
    }

    /// The identifiers of the rows of a batch that no store could have made: some are there, or come twice.
    private static let repeatedRows: [[UInt64]] = [[1], [2, 1], [2, 2], [1, 2, 3, 2]]

    @Test("A batch of rows that are there, or come twice, is refused", arguments: repeatedRows, [costs, notifications])
    func repeats(ids: [UInt64], change: @Sendable ([UInt64]) throws -> Change) throws {
        var state = LedgerState()
        try state.replay(change: try change([1]).encoded[...])
        let bytes = try change(ids).encoded
        #expect(throws: StoreError.self) { try state.replay(change: bytes[...]) }
        #expect(state.sequence == 1)
        #expect(state.checkInvariants() == [])
    }

    /// A delivery under a key with rows, the first of which has an identifier.
    private static func delivery(_ id: UInt64, _ rows: DeliveredRows) -> Change {
        .deliver(
            KeyedDelivery(
                key: UUID(high: 1, low: id),
                content: ContentDigest(high: UUID(high: 2, low: 3), low: UUID(high: 4, low: 5)),
                seed: UUID(high: 6, low: 7),
                moment: now
            ),
            rows
        )
    }

    @Test("A delivery is refused whose key stands for another, or whose rows are there, and takes neither")
    func deliveries() throws {
        guard case .addCosts(let costs) = try Self.costs([1]),
            case .addNotifications(let notifications) = try Self.notifications([1])
        else { return }
        var state = LedgerState()
        try state.replay(change: Self.delivery(1, .costs(costs)).encoded[...])
        try state.replay(change: Self.delivery(2, .notifications(notifications)).encoded[...])
        try state.replay(change: Self.delivery(3, .none).encoded[...])
        for change in [
            Self.delivery(1, .none), Self.delivery(4, .costs(costs)), Self.delivery(4, .notifications(notifications)),
        ] {
            #expect(throws: StoreError.self) { try state.replay(change: change.encoded[...]) }
        }
        #expect(state.sequence == 3)
        #expect(state.delivery(under: UUID(high: 1, low: 2), at: Self.now)?.seed == UUID(high: 6, low: 7))
        #expect(state.delivery(under: UUID(high: 1, low: 4), at: Self.now) == nil)
        #expect(state.checkInvariants() == [])
    }

    @Test("A change with a text that breaks its rule is refused", arguments: [51, 0])
    func lengths(count: Int) throws {
        let text = String(repeating: "x", count: count)
        var random = RandomChanges(seed: 9)
        var cost = random.cost(of: Self.user)
        var first = random.notifications(count: 1)[0]
        var second = first
        cost.costType = text
        first.type = text
        second.title = count == 0 ? "" : String(repeating: "x", count: 201)
        var costs = CostBatch()
        var notifications = NotificationBatch()
        try costs.append(cost)
        try notifications.append(first)
        for change in [
            .addCost(cost), .addNotification(first), .addNotification(second), .addCosts(costs),
            .addNotifications(notifications),
        ] as [Change] {
            var state = LedgerState()
            #expect(throws: StoreError.self) { try state.replay(change: change.encoded[...]) }
            #expect(state.sequence == 0)
        }
    }

    private static let user = UserID(UUID(high: 7, low: 7))
    private static let now = Timestamp(microseconds: 1_700_000_000_000_000)

    @Sendable private static func costs(_ ids: [UInt64]) throws -> Change {
        var batch = CostBatch()
        for id in ids {
            let record = CostRecord(
                id: UUID(high: 0, low: id),
                userID: user,
                costType: "storage",
                amount: try Amount(parsing: "1.5"),
                billingPeriod: now.day,
                recordedAt: now
            )
            try batch.append(record, line: 1)
        }
        return .addCosts(batch)
    }

    @Sendable private static func notifications(_ ids: [UInt64]) throws -> Change {
        var batch = NotificationBatch()
        for id in ids {
            let notification = Notification(
                id: UUID(high: 0, low: id),
                userID: user,
                type: "info",
                title: "Title",
                message: "Message",
                createdAt: now
            )
            try batch.append(notification, line: 1)
        }
        return .addNotifications(batch)
    }

    @Test("No prefix of a change and no changed byte traps, and none leaves the state unsound", arguments: 0..<4)
    func damagedBytes(seed: UInt64) throws {
        var random = RandomChanges(seed: seed)
        var state = LedgerState()
        var naive = NaiveLedger()
        for _ in 0..<12 {
            let change = random.next(in: naive)
            let bytes = change.encoded
            for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
                #expect(throws: StoreError.self) {
                    var copy = state
                    try copy.replay(change: bytes[..<length])
                }
            }
            for position in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
                var damaged = bytes
                damaged[position] ^= 1 &<< UInt8(random.below(8))
                var copy = state
                if (try? copy.replay(change: damaged[...])) != nil { #expect(copy.checkInvariants() == []) }
            }
            state.apply(change)
            naive.apply(change)
        }
    }
}
