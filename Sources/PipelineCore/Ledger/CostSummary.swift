// SPDX-License-Identifier: MIT

/// The sums of a user's costs over a span of time.
package struct CostSummary: Sendable {
    /// The exact sum.
    package let total: AmountSum
    /// The exact sum of each type, by name.
    package let byType: [(type: String, sum: AmountSum)]
    /// The exact sum of each UTC day that has records, oldest first.
    package let byDay: [(day: Day, sum: AmountSum)]
    /// The number of records.
    package let count: Int

    /// The sums of nothing.
    package static let empty = CostSummary(total: .zero, byType: [], byDay: [], count: 0)
}

/// The sums of a span of time while its rows and cells are read, in order of time.
struct CostSums {
    private(set) var byType = TypeSums()
    private(set) var byDay: [(day: Day, sum: AmountSum)] = []
    private(set) var count = 0
    private var total: Int128 = 0
    private var day: Int32
    private var daySum: Int128 = 0
    private var dayCount = 0
    /// The first microsecond after the day that is open.
    private var nextDay: Int64

    init() {
        day = .min
        nextDay = .min
    }

    @inline(__always)
    mutating func add(_ row: CostRow) {
        if row.recordedAt.microseconds >= nextDay { open(row.recordedAt.day.number) }
        let value = row.amount.scaled
        byType.add(value, type: row.type)
        daySum &+= value
        dayCount &+= 1
    }

    @inline(__always)
    mutating func add(_ cell: CostCell, day: Int32) {
        if day != self.day { open(day) }
        byType.add(cell.sum, type: cell.type, count: cell.count)
        daySum &+= cell.sum
        dayCount &+= Int(cell.count)
    }

    private mutating func open(_ day: Int32) {
        closeDay()
        self.day = day
        nextDay = Day(number: day).end.microseconds &+ 1
    }

    private mutating func closeDay() {
        guard dayCount > 0 else { return }
        byDay.append((Day(number: day), AmountSum(scaled: daySum)))
        total &+= daySum
        count &+= dayCount
        daySum = 0
        dayCount = 0
    }

    mutating func summary(typeNames: NameTable) -> CostSummary {
        closeDay()
        var types = byType.entries.map { (type: typeNames[$0.type], sum: AmountSum(scaled: $0.sum)) }
        types.sort { $0.type.compareBytes(to: $1.type) < 0 }
        return CostSummary(total: AmountSum(scaled: total), byType: types, byDay: byDay, count: count)
    }
}

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
