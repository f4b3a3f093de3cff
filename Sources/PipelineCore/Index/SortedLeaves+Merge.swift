// SPDX-License-Identifier: MIT

extension SortedLeaves where Element == UInt32 {
    /// Adds rows whose numbers are larger than all in the list, keeping the order by key, then number.
    ///
    /// Keys are gathered first, so that sorting reads no row.
    ///
    /// - Complexity: O(k log k + n) for k new rows; O(k) where they come in order behind all others.
    mutating func merge(_ numbers: ContiguousArray<UInt32>, key: (UInt32) -> Int64) {
        guard !numbers.isEmpty else { return }
        var keyed = ContiguousArray<(key: Int64, number: UInt32)>()
        keyed.reserveCapacity(numbers.count)
        var isSorted = true
        var previous = Int64.min
        for number in numbers {
            let key = key(number)
            if key < previous { isSorted = false }
            previous = key
            keyed.append((key, number))
        }
        if !isSorted { keyed.sort { $0.key != $1.key ? $0.key < $1.key : $0.number < $1.number } }
        if let last, key(last) > keyed[0].key {
            self = SortedLeaves(sorted: merged(with: keyed, key: key))
        } else if isEmpty {
            self = SortedLeaves(sorted: ContiguousArray(keyed.lazy.map(\.number)))
        } else {
            for entry in keyed { append(entry.number) }
        }
    }

    private func merged(
        with keyed: ContiguousArray<(key: Int64, number: UInt32)>,
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
