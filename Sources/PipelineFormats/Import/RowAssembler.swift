// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes rows of one kind from the values of their fields and puts them into a batch.
protocol RowAssembler<Batch>: Sendable {
    associatedtype Batch: MergeableBatch
    /// What the fields of a row belong to.
    associatedtype Column: Sendable

    /// The word that is null if it is without quotes in CSV, beside the empty field.
    static var nullWord: StaticString? { get }

    /// The rows so far.
    var batch: Batch { get }

    /// The column of each field of a CSV file, nil before its header was read.
    var header: [Column]? { get set }

    /// Returns the column of each name in the header of a CSV file.
    mutating func columns(ofHeader names: [String]) throws(StoreError) -> [Column]

    /// The column that a JSON key names, nil if there is none; `hint` is the place of the likeliest, then of the next.
    func column(named key: Span<UInt8>, hint: inout Int) -> Column?

    /// The error of a JSON key that names no column.
    func unknownColumn(_ name: String) -> StoreError

    /// Reads the values of a column.
    func reader(of column: Column) -> FieldReader

    /// Whether a column holds JSON.
    func holdsJSON(_ column: Column) -> Bool

    /// Begins with a row.
    mutating func beginRow()

    /// Takes a field that is null.
    mutating func setNull(_ column: Column)

    /// Takes the text of a field.
    mutating func set(_ column: Column, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError)

    /// Takes the JSON of a field, without white space outside of its strings.
    mutating func set(_ column: Column, json: Span<UInt8>)

    /// Puts the row into the batch.
    mutating func endRow(line: Int) throws(StoreError)

    // What follows is the same for all, and yet a requirement: it is compiled for each kind of row that way.

    /// Reads the rows that a source holds.
    mutating func readRows(from source: inout RowSource) throws(StoreError)

    /// Reads a text that is one JSON object or an array of them.
    mutating func readBody(_ body: Span<UInt8>, with source: inout RowSource) throws(StoreError)
}

extension RowAssembler {
    static var nullWord: StaticString? { nil }

    /// Whether the header of a CSV file was read.
    var hasHeader: Bool { header != nil }

    mutating func setNull(_ column: Column) {}

    mutating func readRows(from source: inout RowSource) throws(StoreError) {
        while try source.next(hasHeader: hasHeader) {
            if !source.isCSV {
                try readLine(of: &source)
            } else if let header {
                try readRecord(of: &source, header)
            } else {
                header = try readHeader(of: source)
            }
        }
    }
}

/// An assembler whose columns are those of a table.
protocol TableAssembler: RowAssembler where Column: TableColumn {
    /// The columns by their names.
    static var table: ColumnTable<Column> { get }
}

extension TableAssembler {
    func columns(ofHeader names: [String]) throws(StoreError) -> [Column] {
        try Self.table.columns(ofHeader: names)
    }

    func column(named key: Span<UInt8>, hint: inout Int) -> Column? {
        guard let place = Self.table.place(of: key, hint: hint) else { return nil }
        hint = place &+ 1
        return Self.table.columns[place]
    }

    func unknownColumn(_ name: String) -> StoreError { Self.table.unknown(name) }

    @inline(__always)
    func reader(of column: Column) -> FieldReader { FieldReader(name: column.rawValue) }

    @inline(__always)
    func holdsJSON(_ column: Column) -> Bool { column.holdsJSON }
}

/// How the text of a value was written.
enum ValueForm: Sendable {
    /// A field of CSV, which may be anything.
    case field
    /// A JSON string.
    case string
    /// A JSON number.
    case number
    /// `true` or `false` in JSON.
    case boolean
    /// A JSON object or array.
    case structure
}
