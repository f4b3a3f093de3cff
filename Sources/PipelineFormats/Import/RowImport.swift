// SPDX-License-Identifier: MIT

package import PipelineCore

/// Reads a file of rows, handed over in pieces of any size, into a batch.
///
/// ```swift
/// var reader = CostImport(.csv, options)
/// while let piece = source.read() { try reader.feed(piece.span) }
/// try reader.finish()
/// let plan = try state.plan(reader.batch)
/// ```
///
/// After an error nothing more can be fed.
package struct RowImport<Batch: MergeableBatch>: Sendable {
    private var source: RowSource
    private var assembler: any RowAssembler<Batch>

    /// The bytes that are read at a time, however large the pieces are.
    private static var stepSize: Int { 256 * 1024 }

    fileprivate init(_ assembler: some RowAssembler<Batch>, isCSV: Bool, skipsInvalidRows: Bool) {
        source = RowSource(isCSV: isCSV, skipsInvalidRows: skipsInvalidRows)
        self.assembler = assembler
    }

    /// Takes the next piece of the file.
    ///
    /// - Throws: `StoreError` that names the line of the first row that cannot be taken; if such rows are skipped,
    ///   only for a file that cannot be read on.
    package mutating func feed(_ piece: Span<UInt8>) throws(StoreError) {
        var start = 0
        while start < piece.count {
            let end = min(start &+ Self.stepSize, piece.count)
            source.append(piece.extracting(start..<end))
            try assembler.readRows(from: &source)
            start = end
        }
    }

    /// Takes note that the file ends here.
    ///
    /// - Throws: `StoreError`, as ``feed(_:)`` does, about what was still incomplete.
    package mutating func finish() throws(StoreError) {
        source.finish()
        try assembler.readRows(from: &source)
        if source.isCSV, !assembler.hasHeader { throw .invalid("header", "The file has no header.") }
    }

    /// Reads a whole text that is one JSON object or an array of them, in the place of ``feed(_:)`` and ``finish()``.
    ///
    /// The line of a row in the batch is its number in the array, from 1 on.
    ///
    /// - Throws: `StoreError` about the first item that cannot be taken, with its number if there is an array.
    package mutating func readBody(_ body: Span<UInt8>) throws(StoreError) {
        try assembler.readBody(body, with: &source)
    }

    /// The rows that were read so far.
    package var batch: Batch { assembler.batch }

    /// The rows that were skipped, in order of the file; the errors do not repeat the line.
    package var errors: [RowError] { source.errors }
}

/// Reads a file of cost records.
package typealias CostImport = RowImport<CostBatch>
/// Reads a file of notifications.
package typealias NotificationImport = RowImport<NotificationBatch>
/// Reads a file of users.
package typealias UserImport = RowImport<UserBatch>

extension RowImport where Batch == CostBatch {
    /// Makes an import of a file in a format.
    package init(_ format: FileFormat, _ options: ImportOptions) {
        let skips = options.skipsInvalidRows
        if format == .focus {
            self.init(FocusAssembler(options), isCSV: true, skipsInvalidRows: skips)
        } else {
            self.init(CostAssembler(options), isCSV: format == .csv, skipsInvalidRows: skips)
        }
    }
}

extension RowImport where Batch == NotificationBatch {
    /// Makes an import of a file in a format.
    ///
    /// - Throws: `StoreError` if the format has no notifications.
    package init(_ format: FileFormat, _ options: ImportOptions) throws(StoreError) {
        try format.refuseFocus()
        let skips = options.skipsInvalidRows
        self.init(NotificationAssembler(options), isCSV: format == .csv, skipsInvalidRows: skips)
    }
}

extension RowImport where Batch == UserBatch {
    /// Makes an import of a file in a format.
    ///
    /// - Throws: `StoreError` if the format has no users.
    package init(_ format: FileFormat, skipsInvalidRows: Bool = false) throws(StoreError) {
        try format.refuseFocus()
        self.init(UserAssembler(), isCSV: format == .csv, skipsInvalidRows: skipsInvalidRows)
    }
}

extension FileFormat {
    /// Refuses the format that has costs only.
    fileprivate func refuseFocus() throws(StoreError) {
        guard self != .focus else {
            throw .invalid("format", "format must be csv or jsonl, not 'focus': FOCUS files have costs only.")
        }
    }
}
