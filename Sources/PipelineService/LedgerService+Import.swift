// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineFormats
internal import PipelineStore

extension LedgerService {
    /// Adds the rows of a file: all of them or none, or with `skipsInvalidRows` the good ones.
    ///
    /// The file is read piece by piece on a thread of its own; memory grows with the records alone.
    ///
    /// - Parameters:
    ///   - request: What to import, and how.
    ///   - source: The file, which is closed at the end.
    ///   - progress: Told how many bytes were read so far.
    /// - Returns: What became of the rows.
    /// - Throws: ``StoreError`` that names the line, the field, the value and the rule; kind cancelled where the task
    ///   was, with nothing added.
    package func importRows(
        _ request: ImportRequest,
        from source: some ByteSource,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(StoreError) -> Reply {
        let options = ImportOptions(
            owner: request.owner,
            now: clock.now,
            skipsInvalidRows: request.skipsInvalidRows,
            random: BulkRandom()
        )
        let reply =
            switch request.table {
            case .costs: try await run(CostImport(request.format, options), request, source, progress)
            case .notifications:
                try await run(NotificationImport(request.format, options), request, source, progress)
            case .users:
                try await run(
                    UserImport(request.format, skipsInvalidRows: request.skipsInvalidRows),
                    request,
                    source,
                    progress
                )
            }
        if case .imported(let report) = reply.value { FreedMemory.giveBack(afterRows: report.imported) }
        return reply
    }

    private func run<Rows: RowImport>(
        _ rows: Rows,
        _ request: ImportRequest,
        _ source: some ByteSource,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws(StoreError) -> Reply {
        let rows = try await InterruptibleThread.run { (stop) throws(StoreError) in
            try Self.read(rows, from: source, stop, progress)
        }
        return try await store.decide { (state) throws(StoreError) in
            let plan = try rows.batch.plan(in: state, unlessStopped: Self.importWasStopped)
            if let first = plan.conflicts.first, !request.skipsInvalidRows {
                throw StoreError(first.error.code, "line \(first.line): \(first.error.details)")
            }
            let report = ImportReport(
                imported: plan.newCount,
                unchanged: plan.unchangedCount,
                errors: (rows.errors + plan.conflicts).sorted { $0.line < $1.line },
                skipsInvalidRows: request.skipsInvalidRows
            )
            return (plan.newCount == 0 ? [] : [plan.batch.change], .imported(report))
        }
    }

    private static let importWasStopped = StoreError(.cancelled, "The import was stopped; nothing was added.")

    private static func read<Rows: RowImport>(
        _ rows: Rows,
        from source: some ByteSource,
        _ stop: StopSignal,
        _ progress: (Int) -> Void
    ) throws(StoreError) -> Rows {
        var rows = rows
        var source = source
        defer { source.close() }
        var buffer: [UInt8] = []
        var done = 0
        while true {
            try source.read(into: &buffer, unless: stop)
            if stop.isSet { throw importWasStopped }
            if buffer.isEmpty { break }
            try rows.feed(buffer.span)
            done += buffer.count
            progress(done)
        }
        try rows.finish()
        return rows
    }
}
