// SPDX-License-Identifier: MIT

internal import CAllocator
package import PipelineCore
package import PipelineFormats
internal import PipelineStore

/// The tables that can be imported and exported.
package enum DataTable: String, CaseIterable, Sendable {
    /// Cost records.
    case costs
    /// Notifications.
    case notifications
    /// Users.
    case users
}

/// What to import, and how.
package struct ImportRequest: Sendable {
    /// Which rows the file has.
    package var table: DataTable
    /// How the file is written.
    package var format: FileFormat
    /// The owner of rows that do not say whose they are.
    package var owner: UserID?
    /// Whether bad rows are left out and reported; otherwise the first one ends the import.
    package var skipsInvalidRows: Bool

    /// Makes a request from its parts.
    package init(table: DataTable, format: FileFormat, owner: UserID?, skipsInvalidRows: Bool) {
        self.table = table
        self.format = format
        self.owner = owner
        self.skipsInvalidRows = skipsInvalidRows
    }
}

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
    /// - Throws: `StoreError` that names the line, the field, the value and the rule; kind cancelled where the task
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
        let report: Durable<(sheet: Sheet, newCount: Int)>
        switch request.table {
        case .costs: report = try await run(CostImport(request.format, options), request, source, progress)
        case .notifications:
            report = try await run(NotificationImport(request.format, options), request, source, progress)
        case .users:
            let rows = try UserImport(request.format, skipsInvalidRows: request.skipsInvalidRows)
            report = try await run(rows, request, source, progress)
        }
        // Only now are the rows gone that were read.
        FreedMemory.giveBack(afterRows: report.value.newCount)
        return report.map { .sheet($0.sheet) }
    }

    private func run<Batch: MergeableBatch>(
        _ rows: RowImport<Batch>,
        _ request: ImportRequest,
        _ source: some ByteSource,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws(StoreError) -> Durable<(sheet: Sheet, newCount: Int)> {
        let rows = try await InterruptibleThread.run { (stop) throws(StoreError) in
            try Self.read(rows, from: source, stop, progress)
        }
        return try await store.decide { (state) throws(StoreError) in
            let plan = try rows.batch.plan(in: state, unlessStopped: Self.importWasStopped)
            if let first = plan.conflicts.first, !request.skipsInvalidRows {
                throw StoreError(first.error.code, "line \(first.line): \(first.error.details)")
            }
            let sheet = Sheet.imported(
                new: plan.newCount,
                unchanged: plan.unchangedCount,
                errors: (rows.errors + plan.conflicts).sorted { $0.line < $1.line },
                skipsInvalidRows: request.skipsInvalidRows
            )
            return (plan.newCount == 0 ? [] : [plan.batch.change], (sheet: sheet, newCount: plan.newCount))
        }
    }

    private static let importWasStopped = StoreError(.cancelled, "The import was stopped; nothing was added.")

    private static func read<Batch: MergeableBatch>(
        _ rows: RowImport<Batch>,
        from source: some ByteSource,
        _ stop: StopSignal,
        _ progress: (Int) -> Void
    ) throws(StoreError) -> RowImport<Batch> {
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

extension MergeableBatch {
    /// Finds out what becomes of the rows in a state, as far as the task is not cancelled meanwhile: what is applied
    /// afterwards cannot be stopped any more.
    ///
    /// - Throws: `stop` where the task was cancelled; `StoreError` of kind storage where the state has no room.
    func plan(in state: LedgerState, unlessStopped stop: StoreError) throws(StoreError) -> MergePlan<Self> {
        let plan: MergePlan<Self>
        do throws(StoreError) {
            plan = try self.plan(in: state)
        } catch {
            throw error.code == .cancelled ? stop : error
        }
        if Task.isCancelled { throw stop }
        return plan
    }
}

/// Memory that was freed and that the C library still holds.
private enum FreedMemory {
    /// From how many rows on an import leaves enough behind to be worth the milliseconds.
    private static let manyRows = 65_536

    /// Gives back to the system what an import of `rows` rows has left behind: as much again as the rows take.
    static func giveBack(afterRows rows: Int) {
        if rows >= manyRows { callocator_give_back() }
    }
}
