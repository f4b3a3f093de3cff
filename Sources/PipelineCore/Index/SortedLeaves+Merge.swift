// SPDX-License-Identifier: MIT

extension SortedLeaves where Element == UInt32 {
    /// Adds rows whose numbers are larger than all in the list, keeping the order by key, then number.
    ///
    /// - Complexity: O(k log k + n) for k new rows; O(k) where they come in order behind all others.
    mutating func merge(_ rows: ContiguousArray<KeyedRow>, key: (UInt32) -> Int64) {
        guard !rows.isEmpty else { return }
        var keyed = rows
        let isSorted = (1..<keyed.count).allSatisfy { keyed[$0 &- 1].key <= keyed[$0].key }
        if !isSorted { keyed.sort(by: <) }
        if let last, key(last) > keyed[0].key {
            self = SortedLeaves(sorted: merged(with: keyed, key: key))
        } else if isEmpty {
            self = SortedLeaves(sorted: ContiguousArray(keyed.lazy.map(\.number)))
        } else {
            for entry in keyed { append(entry.number) }
        }
    }

    private func merged(
        with keyed: ContiguousArray<KeyedRow>,
        key: (UInt32) -> Int64
    ) -> ContiguousArray<UInt32> {
        var result = ContiguousArray<UInt32>()
        result.reserveCapacity(count + keyed.count)
        var next = 0
        forEach(from: startPosition) { old in
            let oldKey = key(old)
            while next < keyed.count, keyed[next].key < oldKey {
                result.append(keyed[next].number)
                next += 1
            }
            result.append(old)
            return true
        }
        while next < keyed.count {
            result.append(keyed[next].number)
            next += 1
        }
        return result
    }
}
