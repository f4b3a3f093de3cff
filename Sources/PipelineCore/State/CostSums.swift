// SPDX-License-Identifier: MIT

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
