// SPDX-License-Identifier: MIT

/// Makes the sums by day and type of rows that come in order of time.
struct DayCellBuilder {
    private var cells = ContiguousArray<DayCell>()
    private var sums = TypeSums()
    private var day = Int32.min

    mutating func add(_ row: CostRow) {
        let day = row.recordedAt.day.number
        if day != self.day {
            closeDay()
            self.day = day
        }
        sums.add(row.amount.scaled, type: row.type)
    }

    mutating func finish() -> ContiguousArray<DayCell> {
        closeDay()
        return cells
    }

    private mutating func closeDay() {
        let types = sums.entries.sorted { $0.type < $1.type }
        for entry in types {
            cells.append(DayCell(sum: entry.sum, day: day, type: entry.type, count: entry.count))
        }
        sums.removeAll()
    }
}
