// SPDX-License-Identifier: MIT

package import PipelineCore
internal import Synchronization

extension StoreFiles {
    /// Brings what is waiting to the disk, writes `state` as the final snapshot where something changed since the
    /// last, and releases the lock, whatever happens.
    ///
    /// - Complexity: O(n)
    /// - Throws: `storage` where changes or the snapshot could not be written.
    package func close(final state: State) async throws(StoreError) {
        try await DedicatedThread.run { () throws(StoreError) in try self.closeInline(final: state) }
    }

    /// Closes on this thread, as ``close(final:)`` does on another.
    package func closeInline(final state: State) throws(StoreError) {
        defer { release() }
        pump()
        // Where there was no room for a new generation at the start, no change was taken since.
        let (condition, isUnchanged) = shared.withLock { ($0.condition, $0.needsGeneration) }
        switch condition {
        case .readOnly, .closed:
            return
        case .poisoned(let error):
            throw error
        case .serving, .full:
            if isUnchanged {
                // Nobody waits for this one; where there is room by now, what the cache holds gets a new file.
                _ = try? snapshotInline(of: state)
            } else {
                _ = try snapshotInline(of: state)
            }
        }
    }

    private func release() {
        let rest = shared.withLock { shared in
            let error = StoreError.storage("The store is closed.")
            if case .poisoned = shared.condition {} else { shared.condition = .closed }
            return shared.giveUp(error)
        }
        for waiter in rest.waiters { waiter.continuation.resume(returning: .failure(.storage("The store is closed."))) }
        for ticket in rest.tickets { ticket.settle(.failure(.storage("The store is closed."))) }
        snapshotLane.withLock { _ in lane.withLock { $0.close() } }
    }
}
