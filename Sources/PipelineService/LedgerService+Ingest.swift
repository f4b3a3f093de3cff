// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineFormats
package import PipelineStore

extension LedgerService {
    /// Adds the rows of a JSON text, which is one object or an array of them: all of them or none.
    ///
    /// A row that is there already with the same content is left alone. Under a key the text is taken once in a day, and
    /// its repeats are answered with the same rows.
    ///
    /// - Throws: `StoreError` of kind invalid, or conflict where a row is there with other content.
    package func ingest(
        _ body: [UInt8],
        into table: Delivery.Table,
        under key: DeliveryKey? = nil
    ) async throws(StoreError) -> Durable<Ingestion> {
        var delivery: KeyedDelivery?
        if let key {
            let now = clock.now
            let content = try await LongBody.run(body) { ContentDigest(of: $0.span, for: table.rawValue) }
            delivery = KeyedDelivery(key: key.digest, content: content, seed: ids.next(), moment: now)
        }
        switch table {
        case .costs:
            return try await ingest(body, table, delivery, CostImport.init(_:_:)) { $0[$1].id }
        case .notifications:
            return try await ingest(body, table, delivery, NotificationImport.init(_:_:)) { $0[$1].id }
        }
    }

    private func ingest<Row: LedgerRow>(
        _ body: [UInt8],
        _ table: Delivery.Table,
        _ own: KeyedDelivery?,
        _ makeImport: (FileFormat, ImportOptions) throws(StoreError) -> RowImport<RowBatch<Row>>,
        id: (RowBatch<Row>, Int) -> UUID
    ) async throws(StoreError) -> Durable<Ingestion> {
        let now = own?.moment ?? clock.now
        let isList = body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
        while true {
            var delivery = own
            if let own {
                // A repeat is read with the seed of the first, so that what has no identifier gets the same again.
                let view = await store.view
                if let earlier = view.value.delivery(under: own.key, at: now) {
                    guard earlier.content == own.content else { return view.map { _ in .keyIsTaken } }
                    delivery = earlier
                }
            }
            var options = ImportOptions(owner: nil, now: now, random: BulkRandom())
            if let delivery { options.random = SeededRandom(seed: delivery.seed) }
            let batch = try await Self.read(body, with: try makeImport(.jsonl, options))
            let newCount = try await store.decide { [delivery] (state) throws(StoreError) in
                try Self.decide(batch, isList: isList, delivery, at: now, in: state)
            }
            // The same key has come with another request meanwhile: what it stands for now is looked up again.
            guard let count = newCount.value else { continue }
            let ids = (0..<batch.count).map { id(batch, $0) }
            let state = await store.view.value
            return newCount.map { _ in
                .taken(Delivery(table: table, ids: ids, isList: isList, hasNewRows: count > 0, state: state))
            }
        }
    }

    private static func read<Batch: MergeableBatch>(
        _ body: [UInt8],
        with rows: RowImport<Batch>
    ) async throws(StoreError) -> Batch {
        try await LongBody.run(body) { (body) throws(StoreError) in
            var rows = rows
            try rows.readBody(body.span)
            return rows.batch
        }
    }

    /// Decides what becomes of a batch: the change that adds its new rows, and how many they are.
    ///
    /// - Returns: No number if the key of the delivery stands for another in this state.
    private static func decide<Row: LedgerRow>(
        _ batch: RowBatch<Row>,
        isList: Bool,
        _ delivery: KeyedDelivery?,
        at now: Timestamp,
        in state: LedgerState
    ) throws(StoreError) -> (changes: [Change], value: Int?) {
        if let delivery, let earlier = state.delivery(under: delivery.key, at: now) {
            return ([], earlier == delivery ? 0 : nil)
        }
        let plan = try batch.plan(in: state)
        if let first = plan.conflicts.first {
            guard isList else { throw first.error }
            throw StoreError(first.error.code, "item \(first.line): \(first.error.details)")
        }
        if let delivery { return ([plan.batch.change(of: delivery)], plan.newCount) }
        return (plan.newCount == 0 ? [] : [plan.batch.change], plan.newCount)
    }
}

/// What became of a delivery.
package enum Ingestion: Sendable {
    /// It was taken, now or before.
    case taken(Delivery)
    /// Its key stands for another delivery.
    case keyIsTaken
}

/// Work on a body that takes long if the body is long.
private enum LongBody {
    /// From how many bytes on a body has a thread of its own.
    private static let length = 65_536

    static func run<Value: Sendable>(
        _ body: [UInt8],
        _ work: @escaping @Sendable ([UInt8]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard body.count >= length else { return try work(body) }
        return try await InterruptibleThread.run { (_) throws(StoreError) in try work(body) }
    }
}
