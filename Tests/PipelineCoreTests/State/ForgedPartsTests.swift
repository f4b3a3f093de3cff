// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import TestSupport
import Testing

/// Parts that no state could have been taken apart into.
@Suite("Parts of a state from a forged file", .serialized, .inTurn)
struct ForgedPartsTests {
    private static func parts(seed: UInt64) -> LedgerParts {
        var random = RandomChanges(seed: seed)
        var state = LedgerState()
        state.apply(.addCosts(random.costs(count: 20)))
        state.apply(.addNotifications(random.notifications(count: 20)))
        return state.parts
    }

    @Test("A type that comes twice is refused, wherever it stands", arguments: 0..<3)
    func repeatedType(at index: Int) throws {
        for path in [\LedgerParts.costTypes, \.notificationTypes] {
            var parts = Self.parts(seed: 1)
            parts[keyPath: path].insert(parts[keyPath: path][0], at: index)
            #expect(throws: ValueError.self) { _ = try LedgerState(parts: parts) }
        }
    }

    @Test("An owner or a type that comes twice in a batch is refused, wherever it stands", arguments: 0..<3)
    func repeatedOwner(at index: Int) throws {
        var random = RandomChanges(seed: 2)
        let batch = random.costs(count: 40)
        _ = try CostBatch(parts: batch.parts)
        var owners = batch.parts
        owners.owners.insert(owners.owners[0], at: min(index, owners.owners.count))
        #expect(throws: ValueError.self) { _ = try CostBatch(parts: owners) }
        var types = batch.parts
        types.types.insert(types.types[0], at: min(index, types.types.count))
        #expect(throws: ValueError.self) { _ = try CostBatch(parts: types) }
    }

    @Test("A read mark behind the last notification is refused")
    func spareMark() throws {
        var parts = Self.parts(seed: 3)
        _ = try LedgerState(parts: parts)
        let count = parts.notifications.count
        try #require(count % 64 != 0)
        parts.readMarks[parts.readMarks.count - 1] |= 1 << UInt64(count % 64)
        #expect(throws: ValueError.self) { _ = try LedgerState(parts: parts) }
    }
}
