// SPDX-License-Identifier: MIT

package import PipelineCore

/// Writes rows of a state as files that import again to the same rows, byte for byte in every value.
///
/// ```swift
/// let export = try RowExport(of: state, owner: nil, .csv)
/// let count = try export.writeCosts { writer in
///     try file.write(&writer)
///     writer.removeAll()
/// }
/// ```
///
/// The rows of a user come by time, then arrival, so that an import finds them in an order that keeps both.
package struct RowExport: Sendable {
    private let state: LedgerState
    private let owner: UserNumber?
    private let isCSV: Bool
    private let csv: CSVWriter

    /// The bytes that are collected before they are handed over.
    private static let pieceSize = 256 * 1024

    /// Makes an export.
    ///
    /// - Parameters:
    ///   - state: The state whose rows are written.
    ///   - owner: The user whose rows are written, nil for everyone's.
    ///   - format: CSV or JSON Lines.
    ///   - guardsSpreadsheets: Whether CSV text that a spreadsheet would run gets a `'` in front; such files do not
    ///     import to the same text.
    /// - Throws: `StoreError` if the format is only read.
    package init(
        of state: LedgerState,
        owner: UserNumber?,
        _ format: FileFormat,
        guardsSpreadsheets: Bool = false
    ) throws(StoreError) {
        guard format != .focus else {
            throw .invalid("format", "format must be csv or jsonl, not 'focus': FOCUS files are only read.")
        }
        self.state = state
        self.owner = owner
        isCSV = format == .csv
        csv = CSVWriter(guardsSpreadsheets: guardsSpreadsheets)
    }

    /// Writes the cost records.
    ///
    /// - Parameter drain: Takes what was written so far out of the writer (`removeAll()`); called once every 256 KiB
    ///   and at the end.
    /// - Returns: The number of records.
    /// - Throws: What `drain` throws, after which nothing more is written.
    package func writeCosts<Failure: Error>(
        _ drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        var sink: Sink<Failure> = begin(CostRecord.Column.names)
        var json = CostJSONWriter()
        var days = DayMemo()
        for user in users {
            state.forEachCostGroup(of: user, in: .all) { rows in
                for index in rows.indices {
                    if isCSV {
                        csv.append(rows[index], of: state, to: &sink.writer, &days)
                    } else {
                        json.append(rows[index], of: state, to: &sink.writer)
                        sink.writer.append(UInt8(ascii: "\n"))
                    }
                }
                sink.count &+= rows.count
                return sink.drainIfFull(drain)
            }
            if let failure = sink.failure { throw failure }
        }
        return try sink.finish(drain)
    }

    /// Writes the notifications and returns their number; `drain` is as for ``writeCosts(_:)``.
    package func writeNotifications<Failure: Error>(
        _ drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        var sink: Sink<Failure> = begin(Notification.Column.names)
        var json = NotificationJSONWriter()
        var days = DayMemo()
        for user in users {
            state.forEachNotification(of: user) { notification in
                if isCSV {
                    csv.append(notification, of: state, to: &sink.writer, &days)
                } else {
                    json.append(notification, of: state, to: &sink.writer)
                    sink.writer.append(UInt8(ascii: "\n"))
                }
                sink.count &+= 1
                return sink.drainIfFull(drain)
            }
            if let failure = sink.failure { throw failure }
        }
        return try sink.finish(drain)
    }

    /// Writes the users, identifier and e-mail address, and returns their number, as ``writeCosts(_:)`` does.
    package func writeUsers<Failure: Error>(
        _ drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        var sink: Sink<Failure> = begin(UserSummary.Column.names)
        for user in users {
            let id = state.userID(of: user).uuid
            let email = state.email(of: user)
            if isCSV {
                sink.writer.append(id)
                sink.writer.append(UInt8(ascii: ","))
                csv.append(email, to: &sink.writer)
            } else {
                sink.writer.append("{\"id\":")
                sink.writer.appendJSON(id)
                sink.writer.append(",\"email\":")
                sink.writer.appendJSON(email)
                sink.writer.append(UInt8(ascii: "}"))
            }
            sink.writer.append(UInt8(ascii: "\n"))
            sink.count &+= 1
            _ = sink.drainIfFull(drain)
            if let failure = sink.failure { throw failure }
        }
        return try sink.finish(drain)
    }

    private var users: [UserNumber] {
        if let owner { [owner] } else { Array(state.userNumbers) }
    }

    private func begin<Failure: Error>(_ columns: [String]) -> Sink<Failure> {
        var sink = Sink<Failure>(capacity: Self.pieceSize + Self.pieceSize / 4)
        if isCSV { csv.appendHeader(columns, to: &sink.writer) }
        return sink
    }

    /// What was written and not handed over yet.
    private struct Sink<Failure: Error>: ~Copyable {
        var writer: ByteWriter
        var count = 0
        private(set) var failure: Failure?

        init(capacity: Int) {
            writer = ByteWriter(capacity: capacity)
        }

        /// Hands over a full piece; false if that failed.
        mutating func drainIfFull(_ drain: (inout ByteWriter) throws(Failure) -> Void) -> Bool {
            guard writer.count >= RowExport.pieceSize else { return true }
            do throws(Failure) {
                try drain(&writer)
                return true
            } catch {
                failure = error
                return false
            }
        }

        /// Hands over the rest and returns the number of rows.
        mutating func finish(_ drain: (inout ByteWriter) throws(Failure) -> Void) throws(Failure) -> Int {
            try drain(&writer)
            return count
        }
    }
}
