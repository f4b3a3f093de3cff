// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The columns that rows of one kind may have.
struct ColumnTable<Column: CaseIterable & RawRepresentable<String> & Sendable>: Sendable {
    /// The columns, in order of their numbers.
    let columns: [Column]
    /// The names of the columns.
    let names: [String]
    /// One reader a column.
    let readers: [FieldReader]
    private let keys: [[UInt8]]

    init() {
        columns = Array(Column.allCases)
        names = columns.map(\.rawValue)
        readers = names.map(FieldReader.init)
        keys = names.map { Array($0.utf8) }
    }

    /// The number of the column called `name`, nil where there is none.
    ///
    /// Looks at the columns from `hint` on first: rows mostly have theirs in the same order.
    func index(of name: Span<UInt8>, hint: Int = 0) -> Int? {
        for offset in keys.indices {
            let index = (hint &+ offset) % keys.count
            if name.hasSameBytes(as: keys[index]) { return index }
        }
        return nil
    }

    /// The column of each field of a CSV file, told by the names in its header.
    ///
    /// - Throws: `StoreError` where a name is no column or comes twice.
    func columns(ofHeader header: [String]) throws(StoreError) -> [Int] {
        var columns: [Int] = []
        for name in header {
            guard let index = index(of: Array(name.utf8).span) else { throw .unknownColumn(name, among: names) }
            guard !columns.contains(index) else {
                throw .invalid("column", "The header has the column '\(name)' twice.")
            }
            columns.append(index)
        }
        return columns
    }

    /// Checks that a header has the columns without a default.
    func require(_ required: [Column], in columns: [Int]) throws(StoreError) {
        for column in required where !columns.contains(where: { names[$0] == column.rawValue }) {
            throw .invalid("column", "The header lacks the column '\(column.rawValue)'.")
        }
    }

    /// The error of a column that must have a value and has none.
    func missing(_ column: Column) -> StoreError { FieldReader(name: column.rawValue).missing }
}

extension StoreError {
    /// The error of a column that does not exist.
    static func unknownColumn(_ name: String, among names: [String]) -> StoreError {
        let question = EditDistance.question(about: name, in: names)
        return .invalid("column", "There is no column '\(ValueError.excerpt(name))'.\(question)")
    }
}
