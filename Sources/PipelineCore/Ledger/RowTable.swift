// SPDX-License-Identifier: MIT

/// The rows of one kind that a state holds, found by their identifier, with the names of their types.
///
/// Rows have a number that never changes. Their space is dealt out in blocks of 16, each to one user, so that a user's
/// rows lie near each other and their numbers rise in order of arrival.
package struct RowTable<Row: LedgerRow>: Sendable {
    /// The rows, empty places included.
    package private(set) var rows = ChunkedArray<Row>()
    /// The names of the types.
    package internal(set) var types = NameTable()
    private var index = IDIndex()

    /// The number of rows that are dealt out to a user at a time.
    static var blockLength: Int { 16 }
    /// The most rows that numbers of 32 bits can count, in whole blocks.
    static var capacity: Int { Int(UInt32.max) &- blockLength }

    /// The number of records.
    var count: Int { index.count }

    /// The row with a number.
    @inline(__always)
    subscript(number: Int) -> Row { rows[number] }

    /// The number of the row with an identifier.
    ///
    /// - Complexity: O(1) expected.
    func number(of id: UUID) -> Int? {
        index.row(of: id) { rows[$0].id }
    }

    /// Refuses an identifier that a row has already.
    func checkFree(_ id: UUID) throws(StoreError) {
        if number(of: id) != nil { throw .conflict("A \(Row.noun) with the id \(id) exists already.") }
    }

    /// Puts a row into its owner's block, of which `next` is the next free place; the index comes after.
    ///
    /// Returns the row's number.
    @inline(__always)
    mutating func place(_ row: Row, next: inout Int) -> Int {
        var number = next
        if number & (Self.blockLength &- 1) == 0 { number = rows.appendBlock(of: Self.blockLength) }
        next = number &+ 1
        rows[number] = row
        return number
    }

    /// Enters a row into the index, whose identifier is not there yet.
    @inline(__always)
    mutating func enter(_ id: UUID, row number: Int) {
        index.insert(id, row: number)
    }

    /// Enters rows into the index, whose identifiers are not there yet, and forgets the entries.
    mutating func enter(_ entries: inout ContiguousArray<IDEntry>) {
        index.insert(&entries)
    }
}

extension RowTable {
    /// Takes over rows, whatever bytes they were read from, and enters them into the index.
    ///
    /// - Returns: The rows of each user in order of their numbers.
    /// - Throws: ``ValueError`` that names the first row that breaks a rule.
    /// - Complexity: O(n) expected.
    mutating func restore(
        _ rows: ChunkedArray<Row>,
        userCount: Int,
        texts: BlobPlaces
    ) throws(ValueError) -> [ContiguousArray<KeyedRow>] {
        guard rows.count & (Self.blockLength - 1) == 0 else { throw ValueError("has an unfinished block of rows") }
        self.rows = rows
        var blocks = BlockOwners(userCount: userCount, blockLength: Self.blockLength)
        var ids = ContiguousArray<IDEntry>()
        for number in rows.indices {
            let row = rows[number]
            guard row.isPresent else { continue }
            guard row.isSound(userCount: userCount, typeCount: types.count, texts: texts) else {
                throw ValueError("has a \(Row.noun) that breaks its rules (\(row.id))")
            }
            guard blocks.take(KeyedRow(number, at: row.moment), user: Int(row.user)) else {
                throw ValueError("has a block of two users")
            }
            ids.append(IDEntry(row.id, row: number))
            if ids.count == IDIndex.bulkCount { try enterNew(&ids) }
        }
        try enterNew(&ids)
        return blocks.rows
    }

    private mutating func enterNew(_ ids: inout ContiguousArray<IDEntry>) throws(ValueError) {
        if let id = index.insert(&ids, idOfRow: { rows[$0].id }) {
            throw ValueError("has the \(Row.noun) \(id) twice")
        }
    }
}

/// The rows of each user while they are read in order of their numbers; a block belongs to one user.
private struct BlockOwners {
    private(set) var rows: [ContiguousArray<KeyedRow>]
    private let blockLength: Int
    private var block = -1
    private var owner = -1

    init(userCount: Int, blockLength: Int) {
        rows = Array(repeating: [], count: userCount)
        self.blockLength = blockLength
    }

    /// Enters a row; false if another user's row is in the same block.
    mutating func take(_ row: KeyedRow, user: Int) -> Bool {
        let block = Int(row.number) / blockLength
        if block != self.block {
            self.block = block
            owner = user
        }
        guard owner == user else { return false }
        rows[user].append(row)
        return true
    }
}
