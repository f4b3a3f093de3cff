// SPDX-License-Identifier: MIT

package import PipelineCore

/// Reads a file of notifications, handed over in pieces of any size, into a batch, as ``CostImport`` does for costs.
package struct NotificationImport: Sendable {
    private var rows: RowFeed<NotificationAssembler>

    /// Makes an import of a file in a format.
    ///
    /// - Throws: `StoreError` where the format has no notifications.
    package init(_ format: FileFormat, _ options: ImportOptions) throws(StoreError) {
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
    package mutating func feed(_ piece: Span<UInt8>) throws(StoreError) {
        try rows.feed(piece)
    }

    /// Takes note that the file ends here.
    ///
    /// - Throws: `StoreError`, as ``feed(_:)`` does, about what was still incomplete.
    package mutating func finish() throws(StoreError) {
        try rows.finish()
    }

    /// Reads a whole text that is one JSON object or an array of them, in the place of ``feed(_:)`` and ``finish()``.
    ///
    /// The line of a row in the batch is its number in the array, from 1 on.
    ///
    /// - Throws: `StoreError` about the first item that cannot be taken, with its number where there is an array.
    package mutating func readBody(_ body: Span<UInt8>) throws(StoreError) {
        try rows.readBody(body)
    }

    /// The notifications that were read so far.
    package var batch: NotificationBatch { rows.assembler.batch }

    /// The rows that were skipped, in order of the file; the errors do not repeat the line.
    package var errors: [RowError] { rows.errors }
}

extension FileFormat {
    /// Refuses the format that has nothing but costs.
    func refuseFocus() throws(StoreError) {
        guard self != .focus else {
            throw .invalid("format", "format must be csv or jsonl, not 'focus': FOCUS files have costs only.")
        }
    }
}
