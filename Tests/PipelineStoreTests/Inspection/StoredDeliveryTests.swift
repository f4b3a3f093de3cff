// SPDX-License-Identifier: MIT

import LedgerTestSupport
import PipelineCore
import StorageTestSupport
import TestSupport
import Testing

@testable import PipelineStore

@Suite("Deliveries under keys on disk", .serialized, .inTurn)
struct StoredDeliveryTests {
    private static let moment = Timestamp(microseconds: 1_760_000_000_000_000)

    private static func change(_ number: UInt64) throws -> Change {
        var random = RandomChanges(seed: number)
        let delivery = KeyedDelivery(
            key: UUID(high: number, low: 1),
            content: ContentDigest(high: UUID(high: 2, low: number), low: .zero),
            seed: UUID(high: 3, low: number),
            moment: moment
        )
        switch number % 3 {
        case 0: return .deliver(delivery, .none)
        case 1: return .deliver(delivery, .costs(random.costs(count: 3)))
        default: return .deliver(delivery, .notifications(random.notifications(count: 3)))
        }
    }

    @Test("They are in snapshots and journals, which a check finds sound and a repair saves")
    func inspection() throws {
        let disk = SimulatedDisk(seed: 1)
        var options = StoreFilesOptions()
        options.scheduling = .inline
        options.framePayload = 300
        options.blockPayload = 128
        let files = try StoreFiles<LedgerState>.open(at: "/store", options: options, fileSystem: disk).files
        var state = LedgerState()
        for number in 1...30 as ClosedRange<UInt64> {
            let change = try Self.change(number)
            state.apply(change)
            try files.append(change.encoded, sequence: state.sequence)
            files.writePending()
            if number == 15 { _ = try files.snapshotInline(of: state) }
        }
        let killed = disk.killed()
        #expect(try StoreFiles<LedgerState>.check(at: "/store", fileSystem: killed).isSound)
        _ = try StoreFiles<LedgerState>.repair(at: "/store", to: "/new", fileSystem: killed)
        for place in ["/new", "/store"] {
            let opened = try StoreFiles<LedgerState>.open(at: place, options: options, fileSystem: killed)
            #expect(opened.state.sequence == 30)
            for number in 1...30 as ClosedRange<UInt64> {
                let found = opened.state.delivery(under: UUID(high: number, low: 1), at: Self.moment)
                #expect(found?.seed == UUID(high: 3, low: number), "\(place) \(number)")
            }
            #expect(opened.state.costCount == 30 && opened.state.notificationCount == 30)
            #expect(opened.state.checkInvariants() == [])
            try opened.files.closeInline(final: opened.state)
        }
    }
}
