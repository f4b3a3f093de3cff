// SPDX-License-Identifier: MIT

import LedgerTestSupport
import TestSupport
import Testing

@testable import PipelineCore

@Suite("Deliveries under keys", .serialized, .inTurn)
struct KeyedDeliveryTests {
    private static let day = Timestamp.microsecondsPerDay

    private static func delivery(_ key: UInt64, at moment: Int64, content: UInt64 = 0) -> KeyedDelivery {
        KeyedDelivery(
            key: UUID(high: key &* 0x9E37_79B9_7F4A_7C15, low: key),
            content: ContentDigest(high: UUID(high: content, low: 0), low: .zero),
            seed: UUID(high: key, low: 7),
            moment: Timestamp(microseconds: moment)
        )
    }

    @Test("A key stands for its delivery for 24 hours, and where the clock is put back, and then for another")
    func life() throws {
        var state = LedgerState()
        let (first, second) = (Self.delivery(1, at: 1000), Self.delivery(1, at: 1000 + Self.day, content: 1))
        try state.check(.deliver(first, .none))
        state.apply(.deliver(first, .none))
        for (moment, expected) in [
            (1000, first), (0, first), (-Self.day, first), (999 + Self.day, first), (1000 + Self.day, nil),
        ] as [(Int64, KeyedDelivery?)] {
            #expect(state.delivery(under: first.key, at: Timestamp(microseconds: moment)) == expected)
        }
        #expect(throws: StoreError.self) { try state.check(.deliver(Self.delivery(1, at: 999 + Self.day), .none)) }
        try state.check(.deliver(second, .none))
        state.apply(.deliver(second, .none))
        #expect(state.delivery(under: first.key, at: second.moment) == second)
        #expect(state.delivery(under: UUID(high: 0, low: 5), at: second.moment) == nil)
        #expect(state.checkInvariants() == [])
    }

    @Test(
        "Of more deliveries than are kept, the oldest go first, and each takes no more than its 72 bytes and a number"
    )
    func capacity() throws {
        var table = DeliveryTable()
        let more = 1000
        for number in 0..<DeliveryTable.capacity + more {
            table.add(Self.delivery(UInt64(number), at: Int64(number)))
        }
        #expect(table.count == DeliveryTable.capacity)
        let now = Timestamp(microseconds: 0)
        for number in stride(from: 0, to: DeliveryTable.capacity + more, by: 250) {
            let found = table.delivery(under: Self.delivery(UInt64(number), at: 0).key, at: now)
            #expect((found != nil) == (number >= more), "\(number)")
        }
        #expect(table.violations == [])
        #expect(MemoryLayout<KeyedDelivery>.stride == 72)
    }

    @Test("What is over goes a few at a time, so that no delivery waits for all the others to go")
    func forgetting() {
        var table = DeliveryTable()
        for number in 0..<500 { table.add(Self.delivery(UInt64(number), at: 0)) }
        for number in 0..<125 {
            table.add(Self.delivery(1000 + UInt64(number), at: Self.day))
            #expect(table.count == 500 - 3 * (number + 1))
        }
        #expect(table.violations == [])
    }

    @Test("A table that was taken apart and put together keeps and forgets what the other does", arguments: 0..<8)
    func restored(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var table = DeliveryTable()
        var other = DeliveryTable()
        var moment: Int64 = 0
        for step in 0..<4000 {
            moment += Int64(generator.below(Int(Self.day / 200)))
            let delivery = Self.delivery(UInt64(generator.below(600)), at: moment - Int64(generator.below(1000)))
            let isFree = table.delivery(under: delivery.key, at: delivery.moment) == nil
            #expect((other.delivery(under: delivery.key, at: delivery.moment) == nil) == isFree)
            guard isFree else { continue }
            table.add(delivery)
            other.add(delivery)
            guard step % 97 == 0 else { continue }
            other = try DeliveryTable(restoring: other.all)
            #expect(table.count == other.count)
            #expect(table.violations == [] && other.violations == [])
        }
        #expect(table.count > 50)
        #expect(table.all.indices.allSatisfy { table.all[$0] == other.all[$0] })
    }

    @Test("Parts of a state are refused with a key that stands for two, with a time of no year, or with too many")
    func forged() throws {
        var parts = LedgerParts()
        parts.deliveries.append(Self.delivery(1, at: 0))
        parts.deliveries.append(Self.delivery(1, at: Self.day))
        _ = try LedgerState(parts: parts)
        parts.deliveries.append(Self.delivery(1, at: 2 * Self.day - 1))
        #expect(throws: ValueError.self) { _ = try LedgerState(parts: parts) }
        parts.deliveries = ChunkedArray()
        parts.deliveries.append(Self.delivery(1, at: .max))
        #expect(throws: ValueError.self) { _ = try LedgerState(parts: parts) }
        parts.deliveries = ChunkedArray()
        parts.deliveries.grow(to: DeliveryTable.capacity + 1)
        #expect(throws: ValueError.self) { _ = try LedgerState(parts: parts) }
    }

    @Test("A copy of a state keeps the deliveries that it had")
    func copies() {
        var state = LedgerState()
        for number in 0..<300 { state.apply(.deliver(Self.delivery(UInt64(number), at: 0), .none)) }
        let copy = state
        for number in 300..<900 { state.apply(.deliver(Self.delivery(UInt64(number), at: Self.day), .none)) }
        let now = Timestamp(microseconds: 0)
        #expect(
            (0..<900)
                .allSatisfy { number in
                    (copy.delivery(under: Self.delivery(UInt64(number), at: 0).key, at: now) != nil) == (number < 300)
                }
        )
        #expect(copy.checkInvariants() == [] && state.checkInvariants() == [])
    }
}
