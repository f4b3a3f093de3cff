// SPDX-License-Identifier: MIT

package import PipelineCore
internal import Synchronization

extension StoreFiles {
    /// Reads the state as of the last acknowledged change back from the disk.
    ///
    /// This is what the owner of the state goes back to when changes were given up. Reads go on with it, and where
    /// only room was lacking, changes that follow it are taken again as soon as there is room.
    ///
    /// - Complexity: O(n)
    package func lastDurableState() async throws(StoreError) -> State {
        try await DedicatedThread.run { () throws(StoreError) in try self.lastDurableStateInline() }
    }

    /// Reads back on this thread, as ``lastDurableState()`` does on another.
    package func lastDurableStateInline() throws(StoreError) -> State {
        let durable = shared.withLock { $0.durable }
        // Taken one after the other, never together: the snapshot's writer may need the lane.
        guard let directory = lane.withLock({ $0.newest > 0 ? $0.directory : nil }) else {
            guard durable == 0 else { throw .storage("The store is closed.") }
            return State()
        }
        return try snapshotLane.withLock { (_) throws(StoreError) in
            do throws(FileFailure) {
                let listing = try directory.listing()
                let recovery = Recovery<State>(directory: directory, listing: listing)
                let state = try recovery.run(through: durable).state
                guard state.sequence == durable else {
                    throw .refused(file: path, reason: "change \(durable) is no longer there")
                }
                return state
            } catch {
                throw directory.error(error)
            }
        }
    }
}
