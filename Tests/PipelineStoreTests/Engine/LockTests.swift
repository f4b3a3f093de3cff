// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import Synchronization
import TestSupport
import Testing

@Suite("The lock of a store", .serialized, .inTurn)
struct LockTests {
    @Test("A second start waits until the first has written who it is")
    func lateHolder() throws {
        var fixture = StoreFixture()
        _ = try fixture.makeStore(changes: 1)
        let disk = fixture.disk.killed()
        fixture.disk = disk
        // Another process has taken the lock and not come further yet.
        let directory = try disk.openDirectory(at: StoreFixture.path)
        let lock = try disk.open("LOCK", in: directory, .createOrUpdate)
        #expect(try disk.lock(lock))
        try disk.truncate(lock, to: 0)
        // It comes further when the second start has made as many calls as it takes to look a few times.
        let calls = Mutex(0)
        disk.afterEveryCall {
            let count = calls.withLock { count in
                count += 1
                return count
            }
            if count == 20 { try? disk.writeFully(lock, Array("4711\n".utf8), at: 0) }
        }
        defer { disk.afterEveryCall(nil) }
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.details.contains("is in use by process 4711;") == true)
    }
}
