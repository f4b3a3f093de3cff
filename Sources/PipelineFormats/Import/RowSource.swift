// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Cuts a file, handed over in pieces, into records, and keeps what is wrong with some of them.
struct RowSource: Sendable {
    /// Whether the file is CSV; else it is JSON Lines.
    let isCSV: Bool
    private let skipsInvalidRows: Bool
    /// The rows that could not be taken, if the import goes on without them.
    private(set) var errors: [RowError] = []

    /// The record of a CSV file.
    private(set) var csv = CSVScanner()
    /// The line of a JSON Lines file.
    private(set) var lines = LineScanner()

    // What assemblers read values with, kept for its memory.
    var reader = JSONObjectReader()
    var scanner = JSONScanner()
    var scratch: [UInt8] = []

    init(isCSV: Bool, skipsInvalidRows: Bool) {
        self.isCSV = isCSV
        self.skipsInvalidRows = skipsInvalidRows
    }

    /// Takes the next piece of the file.
    mutating func append(_ piece: Span<UInt8>) {
        if isCSV { csv.append(piece) } else { lines.append(piece) }
    }

    /// Takes note that the file ends here.
    mutating func finish() {
        if isCSV { csv.finish() } else { lines.finish() }
    }

    /// Reads the next record; false if the pieces so far hold no whole one.
    ///
    /// - Throws: `StoreError` about a text that is not a record, if it is not skipped.
    mutating func next(hasHeader: Bool) throws(StoreError) -> Bool {
        while true {
            do throws(RecordError) {
                return isCSV ? try csv.next() : try lines.next()
            } catch {
                // Without its header no row of a file can be read.
                let isFinal = error.isFinal || isCSV && !hasHeader
                try refuse(.invalid("row", "\(error.problem)."), line: error.line, isFinal: isFinal)
            }
        }
    }

    /// Collects the error of a row, or throws it with the row's line in front.
    mutating func refuse(_ error: StoreError, line: Int, isFinal: Bool = false) throws(StoreError) {
        guard skipsInvalidRows, !isFinal else { throw StoreError(error.code, "line \(line): \(error.details)") }
        errors.append(RowError(line: line, error: error))
    }
}
