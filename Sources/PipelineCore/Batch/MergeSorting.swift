// SPDX-License-Identifier: MIT

/// Sorts the rows of a batch into those that are new, those that are there already, and those that clash.
struct MergeSorting {
    private(set) var accepted = ContiguousArray<UInt32>()
    private(set) var unchangedCount = 0
    private(set) var conflicts: [RowError] = []

    /// From how many rows on it is worth to look whether the task was cancelled.
    private static let longBatch = 16_384

    /// Sorts the rows, in order of the batch.
    ///
    /// - Parameters:
    ///   - count: The number of rows.
    ///   - noun: What a row is, as an error says it.
    ///   - id: The identifier of the row at an index.
    ///   - line: The line of the file on which the row at an index begins.
    ///   - stored: The number of the stored row with an identifier.
    ///   - isSameAsStored: Whether a stored row has the content that the row at an index gives.
    ///   - isSameAsEarlier: Whether an earlier row of the batch has the content that the row at an index gives.
    /// - Throws: ``StoreError`` of kind cancelled where the task is.
    /// - Complexity: O(n) expected.
    init(
        count: Int,
        noun: String,
        id: (Int) -> UUID,
        line: (Int) -> Int,
        stored: (UUID) -> Int?,
        isSameAsStored: (Int, Int) -> Bool,
        isSameAsEarlier: (Int, Int) -> Bool
    ) throws(StoreError) {
        var isAccepted = ContiguousArray(repeating: false, count: count)
        var found: [(index: Int, error: StoreError)] = []
        var seen = IDIndex()
        var entries = ContiguousArray<IDEntry>()
        for start in stride(from: 0, to: count, by: IDIndex.bulkCount) {
            if count > Self.longBatch, Task.isCancelled { throw StoreError(.cancelled, "The rows were not added.") }
            let end = min(start &+ IDIndex.bulkCount, count)
            entries.removeAll(keepingCapacity: true)
            entries.reserveCapacity(end &- start)
            for index in start..<end { entries.append(IDEntry(id(index), row: index)) }
            seen.sortByShard(&entries)
            for entry in entries {
                let index = Int(entry.row)
                let isSame: Bool
                if let number = stored(entry.id) {
                    isSame = isSameAsStored(number, index)
                } else if let earlier = seen.row(of: entry.id, id) {
                    isSame = isSameAsEarlier(earlier, index)
                } else {
                    seen.insert(entry.id, row: index)
                    isAccepted[index] = true
                    continue
                }
                if isSame {
                    unchangedCount += 1
                } else {
                    found.append((index, .conflict("A \(noun) with the id \(entry.id) exists with other content.")))
                }
            }
        }
        found.sort { $0.index < $1.index }
        conflicts = found.map { RowError(line: line($0.index), error: $0.error) }
        accepted.reserveCapacity(count)
        for index in 0..<count where isAccepted[index] { accepted.append(UInt32(truncatingIfNeeded: index)) }
    }
}
