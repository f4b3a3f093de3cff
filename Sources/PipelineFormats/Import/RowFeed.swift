// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Reads the rows of a file, handed over in pieces of any size, and hands their fields to an assembler.
struct RowFeed<Assembler: RowAssembler>: Sendable {
    var assembler: Assembler
    /// The rows that could not be taken, where the import goes on without them.
    private(set) var errors: [RowError] = []

    private let isCSV: Bool
    private let skipsInvalidRows: Bool
    var csv = CSVScanner()
    var lines = LineScanner()
    var reader = JSONObjectReader()
    var scanner = JSONScanner()
    var columns: [Int]?
    var scratch: [UInt8] = []

    /// The bytes that are read at a time, however large the pieces are.
    private static var stepSize: Int { 256 * 1024 }

    init(_ assembler: Assembler, isCSV: Bool, skipsInvalidRows: Bool) {
        self.assembler = assembler
        self.isCSV = isCSV
        self.skipsInvalidRows = skipsInvalidRows
    }

    /// Takes the next piece of the file.
    mutating func feed(_ piece: Span<UInt8>) throws(StoreError) {
        var start = 0
        while start < piece.count {
            let end = min(start &+ Self.stepSize, piece.count)
            let step = piece.extracting(start..<end)
            if isCSV { csv.append(step) } else { lines.append(step) }
            try readRows()
            start = end
        }
    }

    /// Takes note that the file ends here.
    mutating func finish() throws(StoreError) {
        if isCSV { csv.finish() } else { lines.finish() }
        try readRows()
        if isCSV, columns == nil { throw .invalid("header", "The file has no header.") }
    }

    private mutating func readRows() throws(StoreError) {
        var goesOn = true
        while goesOn {
            do throws(RecordError) {
                goesOn = isCSV ? try csv.next() : try lines.next()
            } catch {
                // Without its header no row of a file can be read.
                let isFinal = error.isFinal || isCSV && columns == nil
                try refuse(.invalid("row", "\(error.problem)."), line: error.line, isFinal: isFinal)
                continue
            }
            if goesOn { try readRow() }
        }
    }

    private mutating func readRow() throws(StoreError) {
        guard isCSV else { return try readObject() }
        if let columns { try readRecord(columns) } else { try readHeader() }
    }

    /// Collects the error of a row, or throws it with the row's line in front.
    mutating func refuse(_ error: StoreError, line: Int, isFinal: Bool = false) throws(StoreError) {
        guard skipsInvalidRows, !isFinal else { throw StoreError(error.code, "line \(line): \(error.details)") }
        errors.append(RowError(line: line, error: error))
    }
}
