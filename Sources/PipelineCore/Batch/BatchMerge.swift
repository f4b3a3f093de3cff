// SPDX-License-Identifier: MIT

/// The rows that a batch adds: their owners, and what the index and the lists are to take in.
struct BatchMerge {
    /// The number in the state of each owner of the batch.
    let users: [UInt32]
    /// The rows of each owner that were placed, in order of the batch.
    private(set) var rows: [ContiguousArray<KeyedRow>]
    /// Those that are not in the index yet.
    private var ids = ContiguousArray<IDEntry>()

    init(_ owners: BatchUsers, into state: inout LedgerState) {
        users = owners.ids.map { UInt32(state.knownUser($0)) }
        rows = Array(repeating: [], count: users.count)
    }

    /// Takes in a row that was placed.
    @inline(__always)
    mutating func add(_ row: KeyedRow, _ id: UUID, ofOwner owner: Int, to index: inout IDIndex) {
        rows[owner].append(row)
        ids.append(IDEntry(id, row: Int(row.number)))
        if ids.count == IDIndex.bulkCount { index.insert(&ids) }
    }

    /// Enters the rows that are not in the index yet.
    mutating func finish(_ index: inout IDIndex) {
        index.insert(&ids)
    }
}
