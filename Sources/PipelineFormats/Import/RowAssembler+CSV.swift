// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Rows of CSV.
extension RowAssembler {
    mutating func readHeader(of source: RowSource) throws(StoreError) -> [Column] {
        let bytes = source.csv.bytes
        do throws(StoreError) {
            var names: [String] = []
            for field in source.csv.fields {
                guard let name = UTF8Validity.string(field.unescaped(bytes.span).span) else {
                    throw .invalid("header", "Names in the header must be valid UTF-8.")
                }
                names.append(name)
            }
            return try columns(ofHeader: names)
        } catch {
            throw StoreError(error.code, "line \(source.csv.line): \(error.details)")
        }
    }

    mutating func readRecord(of source: inout RowSource, _ columns: [Column]) throws(StoreError) {
        let bytes = source.csv.bytes
        let fields = source.csv.fields
        do throws(StoreError) {
            guard fields.count == columns.count else {
                throw .invalid(
                    "row",
                    "The row must have \(columns.count) fields, as the header does, not \(fields.count)."
                )
            }
            beginRow()
            for index in 0..<columns.count {
                try read(fields[index], columns[index], bytes.span, &source.scanner, &source.scratch)
            }
            try endRow(line: source.csv.line)
        } catch {
            try source.refuse(error, line: source.csv.line)
        }
    }

    @inline(__always)
    private mutating func read(
        _ field: CSVField,
        _ column: Column,
        _ bytes: Span<UInt8>,
        _ scanner: inout JSONScanner,
        _ scratch: inout [UInt8]
    ) throws(StoreError) {
        let text = bytes.extracting(field.range)
        if Self.isNull(field, text) {
            setNull(column)
        } else if field.hasDoubledQuotes {
            let length = field.unescape(bytes, into: &scratch)
            try set(column, scratch.span.extracting(first: length), &scanner)
        } else {
            try set(column, text, &scanner)
        }
    }

    @inline(__always)
    private static func isNull(_ field: CSVField, _ text: Span<UInt8>) -> Bool {
        if field.wasQuoted { return false }
        if text.isEmpty { return true }
        guard let word = nullWord else { return false }
        return word.withUTF8Buffer { text.hasSameBytes(as: $0.span) }
    }

    private mutating func set(
        _ column: Column,
        _ text: Span<UInt8>,
        _ scanner: inout JSONScanner
    ) throws(StoreError) {
        guard holdsJSON(column) else { return try set(column, .field, text) }
        let token: JSONToken
        do throws(JSONError) {
            token = try scanner.scanDocument(text)
        } catch {
            throw reader(of: column).described(error, text)
        }
        set(column, token, text)
    }

    /// Takes the JSON of a field as the scanner has found it.
    @inline(__always)
    mutating func set(_ column: Column, _ json: JSONToken, _ text: Span<UInt8>) {
        if json.kind == .null {
            setNull(column)
        } else if json.hasWhiteSpace {
            let compact = json.compacted(in: text)
            set(column, json: compact.span)
        } else {
            set(column, json: text.extracting(json.range))
        }
    }
}
