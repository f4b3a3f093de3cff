// SPDX-License-Identifier: MIT

/// Sums by type while rows are read: a small table by the type's number, which grows with the types that occur.
struct TypeSums {
    struct Entry {
        var type: UInt32
        var count: UInt32
        var sum: Int128
    }

    private var slots: ContiguousArray<Entry>
    private var used = 0

    init() {
        slots = ContiguousArray(repeating: Entry(type: 0, count: 0, sum: 0), count: 16)
    }

    /// The types that occurred, in no order.
    var entries: [Entry] { slots.filter { $0.count > 0 } }

    @inline(__always)
    mutating func add(_ sum: Int128, type: UInt32, count: UInt32 = 1) {
        var table = slots.mutableSpan
        let mask = table.count &- 1
        var position = Int(type) & mask
        while true {
            if table[position].count == 0 { break }
            if table[position].type == type {
                table[position].sum &+= sum
                table[position].count &+= count
                return
            }
            position = (position &+ 1) & mask
        }
        table[position] = Entry(type: type, count: count, sum: sum)
        used &+= 1
        if used &* 4 >= slots.count &* 3 { grow() }
    }

    mutating func removeAll() {
        guard used > 0 else { return }
        if slots.count > 1024 {
            // One span of very many types shall not make all later ones slow.
            self = TypeSums()
            return
        }
        for position in slots.indices { slots[position].count = 0 }
        used = 0
    }

    private mutating func grow() {
        let old = entries
        slots = ContiguousArray(repeating: Entry(type: 0, count: 0, sum: 0), count: slots.count * 2)
        used = 0
        for entry in old { add(entry.sum, type: entry.type, count: entry.count) }
    }
}
