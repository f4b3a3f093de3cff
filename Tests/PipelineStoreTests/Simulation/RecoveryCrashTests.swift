// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import TestSupport
import Testing

/// Starts that are cut off while they recover what an earlier crash left, again and again.
@Suite("A crash while a crash is recovered from", .serialized, .inTurn)
struct RecoveryCrashTests {
    /// What the first crash, or the disk, left behind.
    enum Remains: CaseIterable {
        /// Changes in the journal, all of them whole.
        case journal
        /// The last write cut short, and a snapshot that was not finished.
        case tornTail
        /// Beside that, a newest snapshot that cannot be read.
        case damagedSnapshot

        func leave(on fixture: StoreFixture) throws {
            guard self != .journal else { return }
            let (journal, snapshot) = ("0000000000000002.journal", "0000000000000002.snapshot")
            let bytes = try #require(fixture.contents[journal])
            fixture.disk.put(bytes + bytes[128..<154], at: "\(StoreFixture.path)/\(journal)")
            fixture.disk.put([1, 2, 3], at: "\(StoreFixture.path)/0000000000000003.snapshot.tmp")
            guard self == .damagedSnapshot else { return }
            var damaged = try #require(fixture.contents[snapshot])
            damaged[164] ^= 1
            fixture.disk.put(damaged, at: "\(StoreFixture.path)/\(snapshot)")
        }
    }

    @Test(
        "Wherever two starts in a row are cut off, the third has every acknowledged change",
        arguments: Remains.allCases,
        [false, true]
    )
    func twice(_ remains: Remains, isPowerCut: Bool) throws {
        var call = 0
        var isOver = false
        while !isOver {
            for second in stride(from: call % 11, through: 76, by: 11) {
                var fixture = StoreFixture(seed: UInt64(call * 100 + second))
                let digests = try fixture.makeStore(changes: 3)
                try remains.leave(on: fixture)
                fixture.disk.stop(afterCalls: call)
                isOver = (try? fixture.open()) != nil && !fixture.disk.isStopped
                for crash in [second, nil] {
                    fixture.disk = isPowerCut ? fixture.disk.powerCut() : fixture.disk.killed()
                    guard let crash else { break }
                    fixture.disk.stop(afterCalls: crash)
                    _ = try? fixture.open()
                }
                let opened = try fixture.open()
                #expect(opened.state.sequence == 6, "\(remains), calls \(call) and \(second)")
                #expect(opened.state.digest == digests.last, "\(remains), calls \(call) and \(second)")
            }
            call += 1
        }
        #expect(call > 30)
    }
}
