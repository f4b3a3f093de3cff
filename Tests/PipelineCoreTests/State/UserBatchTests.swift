// SPDX-License-Identifier: MIT

import PipelineCore
import TestSupport
import Testing

@Suite("Users that come together", .serialized, .inTurn)
struct UserBatchTests {
    private static func batch(_ addresses: [String]) throws -> UserBatch {
        var batch = UserBatch()
        for (index, address) in addresses.enumerated() {
            let id = UserID(UUID(high: 0, low: UInt64(index + 1)))
            batch.append(id, email: try EmailAddress(parsing: address), line: index + 1)
        }
        return batch
    }

    @Test(
        "An address that another has already is a conflict, and one that is merely drawn alike is not",
        arguments: [
            (["ada@example.com", "Ada@Example.com"], [2]),
            (["ada@example.com", "bob@example.com"], []),
            (["\u{E9}@example.com", "e\u{301}@example.com"], []),
            (["\u{E9}@example.com", "\u{C9}@example.com"], [2]),
        ]
    )
    func addresses(_ addresses: [String], conflicts: [Int]) throws {
        let plan = LedgerState().plan(try Self.batch(addresses))
        #expect(plan.conflicts.map(\.line) == conflicts)
        // One after the other is judged as all together.
        var state = LedgerState()
        var refused: [Int] = []
        for (index, address) in addresses.enumerated() {
            let change = Change.addUser(
                id: UserID(UUID(high: 0, low: UInt64(index + 1))),
                email: try EmailAddress(parsing: address)
            )
            do {
                try state.check(change)
                state.apply(change)
            } catch {
                refused.append(index + 1)
            }
        }
        #expect(refused == conflicts)
    }
}
