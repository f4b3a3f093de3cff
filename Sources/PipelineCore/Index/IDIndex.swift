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

/// Many identifiers at once: shard by shard, each of which is in the processor's cache while it is worked on. An
/// identifier takes 50 ns that way, and 300 in order of arrival, where each look-up waits for memory.
extension IDIndex {
    /// How many entries are gathered before they are entered: 24 MB of them.
    static var bulkCount: Int { 1 &<< 20 }

    /// Sorts entries by their shard; those of one shard stay in their order.
    ///
    /// - Complexity: O(n).
    func sortByShard(_ entries: inout ContiguousArray<IDEntry>) {
        guard entries.count >= HashIndex.shardCount else { return }
        var places = ContiguousArray(repeating: 0, count: HashIndex.shardCount &+ 1)
        var counts = places.mutableSpan
        for entry in entries { counts[shard(of: entry.id) &+ 1] &+= 1 }
        for shard in 1..<counts.count { counts[shard] &+= counts[shard &- 1] }
        var sorted = ContiguousArray(repeating: IDEntry(.zero, row: 0), count: entries.count)
        var target = sorted.mutableSpan
        for entry in entries {
            let shard = shard(of: entry.id)
            target[counts[shard]] = entry
            counts[shard] &+= 1
        }
        entries = sorted
    }

    /// Enters rows whose identifiers are not there yet, and forgets the entries.
    ///
    /// - Complexity: O(n) expected.
    mutating func insert(_ entries: inout ContiguousArray<IDEntry>) {
        sortByShard(&entries)
        for entry in entries { insert(entry.id, row: Int(entry.row)) }
        entries.removeAll(keepingCapacity: true)
    }

    /// Enters rows, and forgets the entries; returns an identifier that is there twice, with which it ends.
    ///
    /// - Complexity: O(n) expected.
    mutating func insert(
        _ entries: inout ContiguousArray<IDEntry>,
        idOfRow: (Int) -> UUID
    ) -> UUID? {
        sortByShard(&entries)
        for entry in entries {
            if row(of: entry.id, idOfRow) != nil { return entry.id }
            insert(entry.id, row: Int(entry.row))
        }
        entries.removeAll(keepingCapacity: true)
        return nil
    }
}

/// An identifier and the number of its row, on their way into an index.
struct IDEntry: BitwiseCopyable, Sendable {
    /// The identifier.
    let id: UUID
    /// The number of the row.
    let row: UInt32

    init(_ id: UUID, row: Int) {
        self.id = id
        self.row = UInt32(truncatingIfNeeded: row)
    }
}
