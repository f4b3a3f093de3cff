// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The columns that rows of one kind may have, found by their names.
struct ColumnTable<Column: TableColumn>: Sendable {
    /// The columns in the order of the contract.
    let columns = Column.allCases
    private let keys = Column.allCases.map { Array($0.rawValue.utf8) }

    /// The place of the column called `name` among all, nil if there is none.
    ///
    /// Looks at the columns from `hint` on first: rows mostly have theirs in the same order.
    func place(of name: Span<UInt8>, hint: Int = 0) -> Int? {
        for offset in keys.indices {
            let place = (hint &+ offset) % keys.count
            if name.hasSameBytes(as: keys[place]) { return place }
        }
        return nil
    }

    /// Returns the column of each field of a CSV file, told by the names in its header.
    ///
    /// - Throws: `StoreError` if a name is unknown or comes twice, or a column without a default is missing.
    func columns(ofHeader header: [String]) throws(StoreError) -> [Column] {
        var places: [Int] = []
        for name in header {
            guard let place = place(of: Array(name.utf8).span) else { throw unknown(name) }
            guard !places.contains(place) else {
                throw .invalid("column", "The header has the column '\(name)' twice.")
            }
            places.append(place)
        }
        let names = places.map { columns[$0].rawValue }
        for column in Column.required where !names.contains(column.rawValue) {
            throw .invalid("column", "The header lacks the column '\(column.rawValue)'.")
        }
        return places.map { columns[$0] }
    }

    /// The error of a column that does not exist.
    func unknown(_ name: String) -> StoreError {
        let question = EditDistance.question(about: name, in: Column.names)
        return .invalid("column", "There is no column '\(ValueError.excerpt(name))'.\(question)")
    }
}
