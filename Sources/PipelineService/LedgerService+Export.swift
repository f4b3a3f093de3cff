// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineFormats
internal import PipelineStore

/// What to export, and how.
package struct ExportRequest: Sendable {
    /// Which rows to write.
    package var table: DataTable
    /// How the file is written.
    package var format: FileFormat
    /// Whose rows, nil for everyone's.
    package var owner: UserID?
    /// Whether text that a spreadsheet would run gets a `'` in front.
    package var guardsSpreadsheets: Bool

    /// Makes a request from its parts.
    package init(table: DataTable, format: FileFormat, owner: UserID?, guardsSpreadsheets: Bool) {
        self.table = table
        self.format = format
        self.owner = owner
        self.guardsSpreadsheets = guardsSpreadsheets
    }
}

extension LedgerService {
    /// Writes rows to a file, which appears when it is whole; what is written is on disk in the store before.
    ///
    /// - Parameters:
    ///   - request: What to export, and how.
    ///   - sink: The file, which is finished, or discarded after a failure.
    ///   - progress: Told how many bytes were written so far.
    /// - Returns: The number of rows.
    /// - Throws: `StoreError` that names the file; kind cancelled where the task was.
    package func exportRows(
        _ request: ExportRequest,
        to sink: some ByteSink,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(StoreError) -> Reply {
        let state: LedgerState
        var owner: UserNumber?
        if let id = request.owner {
            let view = try await store.view(of: id).settled(in: store)
            state = view.shared.state
            owner = view.user
            if owner == nil { throw .notFound("There is no user '\(id)'.") }
        } else {
            state = try await store.view.settled(in: store)
        }
        let rows = try RowExport(
            of: state,
            owner: owner,
            request.format,
            guardsSpreadsheets: request.guardsSpreadsheets
        )
        let count = try await InterruptibleThread.run { (stop) throws(StoreError) in
            try Self.write(request.table, of: rows, to: sink, stop, progress)
        }
        return Reply(.sheet(.exported(count)))
    }

    private static func write(
        _ table: DataTable,
        of rows: RowExport,
        to sink: some ByteSink,
        _ stop: StopSignal,
        _ progress: (Int) -> Void
    ) throws(StoreError) -> Int {
        var sink = sink
        var done = 0
        let drain = { (writer: inout ByteWriter) throws(StoreError) in
            try writer.withBytes { (bytes) throws(StoreError) in try sink.write(bytes, unless: stop) }
            if stop.isSet { throw StoreError(.cancelled, "The export was stopped.") }
            done += writer.count
            writer.removeAll()
            progress(done)
        }
        do throws(StoreError) {
            let count =
                switch table {
                case .costs: try rows.writeCosts(drain)
                case .notifications: try rows.writeNotifications(drain)
                case .users: try rows.writeUsers(drain)
                }
            try sink.finish()
            return count
        } catch {
            sink.discard()
            throw error
        }
    }
}
