// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineFormats
package import PipelineStore

extension LedgerService {
    /// Adds the rows of a JSON text, which is one object or an array of them: all of them or none.
    ///
    /// A row that is there already with the same content is left alone.
    ///
    /// - Throws: `StoreError` of kind invalid, or conflict where a row is there with other content.
    package func ingest(_ body: [UInt8], into table: Delivery.Table) async throws(StoreError) -> Durable<Delivery> {
        let options = ImportOptions(owner: nil, now: clock.now, random: BulkRandom())
        switch table {
        case .costs:
            let rows = CostImport(.jsonl, options)
            return try await ingest(body, table, rows) { $0[$1].id }
        case .notifications:
            let rows = try NotificationImport(.jsonl, options)
            return try await ingest(body, table, rows) { $0[$1].id }
        }
    }

    /// From how many bytes on a body is read on a thread of its own.
    private static let longBody = 65_536

    private func ingest<Batch: MergeableBatch>(
        _ body: [UInt8],
        _ table: Delivery.Table,
        _ rows: RowImport<Batch>,
        id: (Batch, Int) -> UUID
    ) async throws(StoreError) -> Durable<Delivery> {
        let read = { @Sendable () throws(StoreError) -> RowImport<Batch> in
            var rows = rows
            try rows.readBody(body.span)
            return rows
        }
        let batch: Batch
        if body.count < Self.longBody {
            batch = try read().batch
        } else {
            batch = try await InterruptibleThread.run { (_) throws(StoreError) in try read() }.batch
        }
        let ids = (0..<batch.count).map { id(batch, $0) }
        let isList = body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
        let newCount = try await store.decide { (state) throws(StoreError) in
            let plan = try batch.plan(in: state)
            if let first = plan.conflicts.first {
                guard isList else { throw first.error }
                throw StoreError(first.error.code, "item \(first.line): \(first.error.details)")
            }
            return (plan.newCount == 0 ? [] : [plan.batch.change], plan.newCount)
        }
        let state = await store.view.value
        return newCount.map { Delivery(table: table, ids: ids, isList: isList, hasNewRows: $0 > 0, state: state) }
    }
}
