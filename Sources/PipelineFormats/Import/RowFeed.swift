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

/// Rows of a JSON text that is one object or an array of them.
extension RowFeed {
    /// Reads a whole body; the line of a row is its number in the array, from 1 on.
    mutating func readBody(_ body: Span<UInt8>) throws(StoreError) {
        guard Self.isArray(body) else { return try readItem(body, number: 1) }
        var items = JSONArrayReader()
        do throws(JSONError) { try items.open(body) } catch { throw error.described(name: "body") }
        var number = 0
        while let item = try Self.next(body, &items) {
            number &+= 1
            do throws(StoreError) {
                try readItem(body.extracting(item.range), number: number)
            } catch {
                throw StoreError(error.code, "item \(number): \(error.details)")
            }
        }
    }

    private mutating func readItem(_ item: Span<UInt8>, number: Int) throws(StoreError) {
        assembler.beginRow()
        try Self.read(item, "body", &reader, &assembler, &scratch)
        try assembler.endRow(line: number)
    }

    private static func isArray(_ body: Span<UInt8>) -> Bool {
        for index in body.indices where !JSONScanner.isWhiteSpace(body[index]) {
            return body[index] == UInt8(ascii: "[")
        }
        return false
    }

    private static func next(_ body: Span<UInt8>, _ items: inout JSONArrayReader) throws(StoreError) -> JSONToken? {
        do throws(JSONError) { return try items.next(body) } catch { throw error.described(name: "body") }
    }
}

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

/// Rows of JSON Lines.
extension RowFeed {
    mutating func readObject() throws(StoreError) {
        let bytes = lines.bytes
        do throws(StoreError) {
            assembler.beginRow()
            try Self.read(bytes.span.extracting(lines.range), "row", &reader, &assembler, &scratch)
            try assembler.endRow(line: lines.line)
        } catch {
            try refuse(error, line: lines.line)
        }
    }

    /// Reads the members of an object; `name` is what an error about the JSON itself is about.
    static func read(
        _ text: Span<UInt8>,
        _ name: String,
        _ reader: inout JSONObjectReader,
        _ assembler: inout Assembler,
        _ scratch: inout [UInt8]
    ) throws(StoreError) {
        do throws(JSONError) { try reader.open(text) } catch { throw error.described(name: name) }
        var hint = 0
        while let member = try nextMember(text, name, &reader) {
            guard let column = column(of: member.key, hint: hint, text, assembler, &scratch) else {
                throw .unknownColumn(member.key.string(in: text), among: Assembler.columnNames)
            }
            hint = column &+ 1
            let value = member.value
            if value.kind == .null {
                assembler.setNull(column)
            } else if assembler.holdsJSON(column) {
                set(column, value, text, &assembler)
            } else if value.hasEscapes {
                scratch.removeAll(keepingCapacity: true)
                value.appendContent(in: text, to: &scratch)
                try assembler.set(column, value.form, scratch.span)
            } else {
                try assembler.set(column, value.form, text.extracting(value.content))
            }
        }
    }

    private static func nextMember(
        _ text: Span<UInt8>,
        _ name: String,
        _ reader: inout JSONObjectReader
    ) throws(StoreError) -> JSONMember? {
        do throws(JSONError) { return try reader.next(text) } catch { throw error.described(name: name) }
    }

    private static func column(
        of key: JSONToken,
        hint: Int,
        _ text: Span<UInt8>,
        _ assembler: Assembler,
        _ scratch: inout [UInt8]
    ) -> Int? {
        guard key.hasEscapes else { return assembler.column(named: text.extracting(key.content), hint: hint) }
        scratch.removeAll(keepingCapacity: true)
        key.appendContent(in: text, to: &scratch)
        return assembler.column(named: scratch.span, hint: hint)
    }
}

extension JSONToken {
    /// How the text of the value was written.
    fileprivate var form: ValueForm {
        switch kind {
        case .string: .string
        case .number: .number
        case .boolean: .boolean
        case .object, .array, .null: .structure
        }
    }
}
