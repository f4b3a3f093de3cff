// SPDX-License-Identifier: MIT

/// The way from an identifier to the number of its row.
struct IDIndex: Sendable {
    private var index = HashIndex()
    private let seed = HashSeed.process

    /// The number of rows in the index.
    var count: Int { index.count }

    /// The number of the row with an identifier; `idOfRow` tells the identifier of a row.
    ///
    /// - Complexity: O(1) expected.
    @inline(__always)
    func row(of id: UUID, _ idOfRow: (Int) -> UUID) -> Int? {
        index.number(hash: seed.hash(id)) { idOfRow(Int($0)) == id }.map(Int.init)
    }

    /// The number of the shard that an identifier belongs to.
    @inline(__always)
    func shard(of id: UUID) -> Int { HashIndex.shard(of: seed.hash(id)) }

    /// Enters a row whose identifier is not there yet.
    ///
    /// - Complexity: O(1) expected.
    @inline(__always)
    mutating func insert(_ id: UUID, row: Int) {
        index.insert(UInt32(truncatingIfNeeded: row), hash: seed.hash(id))
    }
}
