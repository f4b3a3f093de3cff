// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Makes rows of one kind from the values of their fields and puts them into a batch.
protocol RowAssembler: Sendable {
    /// The word that is null where it stands without quotes in CSV, beside the empty field.
    static var nullWord: StaticString? { get }

    /// Takes the header of a CSV file and returns the number of each field's column.
    mutating func readHeader(_ names: [String]) throws(StoreError) -> [Int]

    /// The number of the column that a JSON key names, nil where there is none; `hint` is the likeliest.
    func column(named key: Span<UInt8>, hint: Int) -> Int?

    /// The names of all columns, for suggestions.
    static var columnNames: [String] { get }

    /// Whether a column holds JSON.
    func holdsJSON(_ column: Int) -> Bool

    /// Begins with a row.
    mutating func beginRow()

    /// Takes a field that is null.
    mutating func setNull(_ column: Int)

    /// Takes the text of a field.
    mutating func set(_ column: Int, _ form: ValueForm, _ text: Span<UInt8>) throws(StoreError)

    /// Takes the JSON of a field, without white space outside of its strings.
    mutating func set(_ column: Int, json: Span<UInt8>)

    /// Puts the row into the batch.
    mutating func endRow(line: Int) throws(StoreError)
}

extension RowAssembler {
    static var nullWord: StaticString? { nil }

    mutating func setNull(_ column: Int) {}
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

/// The last few texts of a column that holds few different ones, so that most rows make no string of their own.
struct NameMemo: Sendable {
    private var names: [String] = []
    private var keys: [[UInt8]] = []
    private var nextVictim = 0

    private static let capacity = 8

    /// The text of a field of 1 to 50 characters.
    mutating func text(_ form: ValueForm, _ text: Span<UInt8>, _ reader: FieldReader) throws(StoreError) -> String {
        if form == .field || form == .string {
            for index in keys.indices where text.hasSameBytes(as: keys[index]) { return names[index] }
        }
        let name = try reader.text(form, text, rule: .type)
        if names.count < Self.capacity {
            names.append(name)
            keys.append(Array(name.utf8))
        } else {
            names[nextVictim] = name
            keys[nextVictim] = Array(name.utf8)
            nextVictim = (nextVictim &+ 1) % Self.capacity
        }
        return name
    }
}
