// SPDX-License-Identifier: MIT

public import PipelineCore

/// Reads a file of cost records, handed over in pieces of any size, into a batch.
///
/// ```swift
/// var reader = CostImport(.csv, options)
/// while let piece = source.read() { try reader.feed(piece.span) }
/// try reader.finish()
/// let plan = try state.plan(reader.batch)
/// ```
///
/// After an error nothing more can be fed.
public struct CostImport: Sendable {
    private var rows: RowFeed<CostAssembler>?
    private var charges: RowFeed<FocusAssembler>?

    /// Makes an import of a file in a format.
    public init(_ format: FileFormat, _ options: ImportOptions) {
        let skips = options.skipsInvalidRows
        if format == .focus {
            charges = RowFeed(FocusAssembler(options), isCSV: true, skipsInvalidRows: skips)
        } else {
            rows = RowFeed(CostAssembler(options), isCSV: format == .csv, skipsInvalidRows: skips)
        }
    }

    /// Takes the next piece of the file.
    ///
    /// - Throws: `StoreError` that names the line of the first row that cannot be taken; where the options say to
    ///   skip such rows, only for a file that cannot be read on.
    public mutating func feed(_ piece: Span<UInt8>) throws(StoreError) {
        try rows?.feed(piece)
        try charges?.feed(piece)
    }

    /// Takes note that the file ends here.
    ///
    /// - Throws: `StoreError`, as ``feed(_:)`` does, about what was still incomplete.
    public mutating func finish() throws(StoreError) {
        try rows?.finish()
        try charges?.finish()
    }

    /// Reads a whole text that is one JSON object or an array of them, in the place of ``feed(_:)`` and ``finish()``.
    ///
    /// The line of a row in the batch is its number in the array, from 1 on.
    ///
    /// - Throws: `StoreError` about the first item that cannot be taken, with its number where there is an array.
    public mutating func readBody(_ body: Span<UInt8>) throws(StoreError) {
        try rows?.readBody(body)
    }

    /// The records that were read so far.
    public var batch: CostBatch { rows?.assembler.batch ?? charges?.assembler.batch ?? CostBatch() }

    /// The rows that were skipped, in order of the file; the errors do not repeat the line.
    public var errors: [RowError] { rows?.errors ?? charges?.errors ?? [] }
}

/// Reads a file of notifications, handed over in pieces of any size, into a batch, as ``CostImport`` does for costs.
public struct NotificationImport: Sendable {
    private var rows: RowFeed<NotificationAssembler>

    /// Makes an import of a file in a format.
    ///
    /// - Throws: `StoreError` where the format has no notifications.
    public init(_ format: FileFormat, _ options: ImportOptions) throws(StoreError) {
        try format.refuseFocus()
        rows = RowFeed(
            NotificationAssembler(options),
            isCSV: format == .csv,
            skipsInvalidRows: options.skipsInvalidRows
        )
    }

    /// Takes the next piece of the file.
    ///
    /// - Throws: `StoreError` that names the line of the first row that cannot be taken; where the options say to
    ///   skip such rows, only for a file that cannot be read on.
    public mutating func feed(_ piece: Span<UInt8>) throws(StoreError) {
        try rows.feed(piece)
    }

    /// Takes note that the file ends here.
    ///
    /// - Throws: `StoreError`, as ``feed(_:)`` does, about what was still incomplete.
    public mutating func finish() throws(StoreError) {
        try rows.finish()
    }

    /// Reads a whole text that is one JSON object or an array of them, in the place of ``feed(_:)`` and ``finish()``.
    ///
    /// The line of a row in the batch is its number in the array, from 1 on.
    ///
    /// - Throws: `StoreError` about the first item that cannot be taken, with its number where there is an array.
    public mutating func readBody(_ body: Span<UInt8>) throws(StoreError) {
        try rows.readBody(body)
    }

    /// The notifications that were read so far.
    public var batch: NotificationBatch { rows.assembler.batch }

    /// The rows that were skipped, in order of the file; the errors do not repeat the line.
    public var errors: [RowError] { rows.errors }
}

extension FileFormat {
    /// Refuses the format that has nothing but costs.
    func refuseFocus() throws(StoreError) {
        guard self != .focus else {
            throw .invalid("format", "format must be csv or jsonl, not 'focus': FOCUS files have costs only.")
        }
    }
}

/// Reads a file of users, handed over in pieces of any size, into a batch, as ``CostImport`` does for costs.
public struct UserImport: Sendable {
    private var rows: RowFeed<UserAssembler>

    /// Makes an import of a file in a format.
    ///
    /// - Throws: `StoreError` where the format has no users.
    public init(_ format: FileFormat, skipsInvalidRows: Bool = false) throws(StoreError) {
        try format.refuseFocus()
        rows = RowFeed(UserAssembler(), isCSV: format == .csv, skipsInvalidRows: skipsInvalidRows)
    }

    /// Takes the next piece of the file.
    ///
    /// - Throws: `StoreError` that names the line of the first row that cannot be taken; where such rows are skipped,
    ///   only for a file that cannot be read on.
    public mutating func feed(_ piece: Span<UInt8>) throws(StoreError) {
        try rows.feed(piece)
    }

    /// Takes note that the file ends here.
    ///
    /// - Throws: `StoreError`, as ``feed(_:)`` does, about what was still incomplete.
    public mutating func finish() throws(StoreError) {
        try rows.finish()
    }

    /// The users that were read so far.
    public var batch: UserBatch { rows.assembler.batch }

    /// The rows that were skipped, in order of the file; the errors do not repeat the line.
    public var errors: [RowError] { rows.errors }
}
