// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Rows of CSV.
extension RowFeed {
    mutating func readHeader() throws(StoreError) {
        let line = csv.line
        let bytes = csv.bytes
        do throws(StoreError) {
            var names: [String] = []
            for field in csv.fields {
                guard let name = UTF8Validity.string(field.unescaped(bytes.span).span) else {
                    throw .invalid("header", "Names in the header must be valid UTF-8.")
                }
                names.append(name)
            }
            columns = try assembler.readHeader(names)
        } catch {
            throw StoreError(error.code, "line \(line): \(error.details)")
        }
    }

    mutating func readRecord(_ columns: [Int]) throws(StoreError) {
        let bytes = csv.bytes
        let fields = csv.fields
        do throws(StoreError) {
            guard fields.count == columns.count else {
                throw .invalid(
                    "row",
                    "The row must have \(columns.count) fields, as the header does, not \(fields.count)."
                )
            }
            assembler.beginRow()
            for index in 0..<columns.count {
                try Self.read(fields[index], columns[index], bytes.span, &assembler, &scanner, &scratch)
            }
            try assembler.endRow(line: csv.line)
        } catch {
            try refuse(error, line: csv.line)
        }
    }

    @inline(__always)
    private static func read(
        _ field: CSVField,
        _ column: Int,
        _ bytes: Span<UInt8>,
        _ assembler: inout Assembler,
        _ scanner: inout JSONScanner,
        _ scratch: inout [UInt8]
    ) throws(StoreError) {
        let text = bytes.extracting(field.range)
        if isNull(field, text) {
            assembler.setNull(column)
        } else if field.hasDoubledQuotes {
            let length = field.unescape(bytes, into: &scratch)
            try set(column, scratch.span.extracting(first: length), &assembler, &scanner)
        } else {
            try set(column, text, &assembler, &scanner)
        }
    }

    @inline(__always)
    private static func isNull(_ field: CSVField, _ text: Span<UInt8>) -> Bool {
        if field.wasQuoted { return false }
        if text.isEmpty { return true }
        guard let word = Assembler.nullWord else { return false }
        return word.withUTF8Buffer { text.hasSameBytes(as: $0.span) }
    }

    private static func set(
        _ column: Int,
        _ text: Span<UInt8>,
        _ assembler: inout Assembler,
        _ scanner: inout JSONScanner
    ) throws(StoreError) {
        guard assembler.holdsJSON(column) else { return try assembler.set(column, .field, text) }
        let token: JSONToken
        do throws(JSONError) {
            token = try scanner.scanDocument(text)
        } catch {
            throw FieldReader(name: Assembler.columnNames[column]).described(error, text)
        }
        set(column, token, text, &assembler)
    }

    /// Hands the JSON of a field to the assembler.
    @inline(__always)
    static func set(_ column: Int, _ json: JSONToken, _ text: Span<UInt8>, _ assembler: inout Assembler) {
        if json.kind == .null {
            assembler.setNull(column)
        } else if json.hasWhiteSpace {
            let compact = json.compacted(in: text)
            assembler.set(column, json: compact.span)
        } else {
            assembler.set(column, json: text.extracting(json.range))
        }
    }
}
