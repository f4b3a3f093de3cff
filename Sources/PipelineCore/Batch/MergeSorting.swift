// SPDX-License-Identifier: MIT

/// Sorts the rows of a batch into those that are new, those that are there already, and those that clash.
struct MergeSorting {
    private(set) var accepted = ContiguousArray<UInt32>()
    private(set) var unchangedCount = 0
    private(set) var conflicts: [RowError] = []

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
    /// - Complexity: O(n) expected.
    init(
        count: Int,
        noun: String,
        id: (Int) -> UUID,
        line: (Int) -> Int,
        stored: (UUID) -> Int?,
        isSameAsStored: (Int, Int) -> Bool,
        isSameAsEarlier: (Int, Int) -> Bool
    ) {
        accepted.reserveCapacity(count)
        var seen = IDIndex()
        for index in 0..<count {
            let rowID = id(index)
            let isSame: Bool
            if let number = stored(rowID) {
                isSame = isSameAsStored(number, index)
            } else if let earlier = seen.row(of: rowID, id) {
                isSame = isSameAsEarlier(earlier, index)
            } else {
                seen.insert(rowID, row: index)
                accepted.append(UInt32(truncatingIfNeeded: index))
                continue
            }
            if isSame {
                unchangedCount += 1
            } else {
                let error = StoreError.conflict("A \(noun) with the id \(rowID) exists with other content.")
                conflicts.append(RowError(line: line(index), error: error))
            }
        }
    }
}
