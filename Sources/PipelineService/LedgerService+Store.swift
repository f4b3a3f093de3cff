// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineStore

extension LedgerService {
    /// Writes a snapshot now.
    ///
    /// - Throws: ``StoreError`` of kind storage.
    package func save() async throws(StoreError) -> Reply {
        Reply(.sheet(.saved(try await store.save())))
    }

    /// The snapshots on disk.
    ///
    /// - Throws: ``StoreError`` of kind storage where the directory cannot be read.
    package func snapshots() async throws(StoreError) -> Reply {
        Reply(.sheet(.snapshots(try await store.snapshots())))
    }

    /// What the store holds and how it is kept.
    package func info() async -> Reply {
        let view = await store.view
        // What only waits for a flush that is under way is not at risk when the answer is read.
        _ = try? await view.settled(in: store)
        let (money, status) = (await store.moneyNotOnDisk, store.status)
        return view.map { .sheet(.info($0, directory: store.directory, moneyAtRisk: money, status: status)) }
    }
}
