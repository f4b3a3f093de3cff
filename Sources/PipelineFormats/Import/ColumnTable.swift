// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The columns that rows of one kind may have.
struct ColumnTable: Sendable {
    /// The names in the order of the contract.
    let names: [String]
    /// One reader a column.
    let readers: [FieldReader]
    private let keys: [[UInt8]]

    init(_ names: [String]) {
        self.names = names
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
    /// - Throws: ``StoreError`` where a name is no column or comes twice.
    func columns(ofHeader header: [String]) throws(StoreError) -> [Int] {
        var columns: [Int] = []
        for name in header {
            guard let index = index(of: Array(name.utf8).span) else { throw unknown(name) }
            guard !columns.contains(index) else {
                throw .invalid("column", "The header has the column '\(name)' twice.")
            }
            columns.append(index)
        }
        return columns
    }

    /// The error of a column that does not exist.
    func unknown(_ name: String) -> StoreError {
        let question = EditDistance.question(about: name, in: names)
        return .invalid("column", "There is no column '\(ValueError.excerpt(name))'.\(question)")
    }

    /// Checks that a header has the columns without a default.
    func require(_ required: [Int], in columns: [Int]) throws(StoreError) {
        for column in required where !columns.contains(column) {
            throw .invalid("column", "The header lacks the column '\(names[column])'.")
        }
    }
}
