// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineStore

extension LedgerService {
    /// Writes a snapshot now.
    ///
    /// - Throws: ``StoreError`` of kind storage.
    package func save() async throws(StoreError) -> Reply {
        Reply(.saved(try await store.save()))
    }

    /// The snapshots on disk.
    ///
    /// - Throws: ``StoreError`` of kind storage where the directory cannot be read.
    package func snapshots() async throws(StoreError) -> Reply {
        Reply(.snapshots(try await store.snapshots()))
    }

    /// What the store holds and how it is kept.
    package func info() async -> Reply {
        let view = await store.view
        // What only waits for a flush that is under way is not at risk when the answer is read.
        _ = try? await view.settled(in: store)
        let report = StoreReport(
            users: view.value.userCount,
            costs: view.value.costCount,
            notifications: view.value.notificationCount,
            sequence: view.value.sequence,
            textBytes: view.value.blobs.byteCount,
            directory: store.directory,
            moneyAtRisk: await store.moneyNotOnDisk,
            status: store.status
        )
        return view.map { _ in .info(report) }
    }
}
