// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Adds a cost whose identifier is not there yet.
    ///
    /// - Complexity: O(log n + leaf), O(log cells) for a cost later than all others of the user; once O(n) for each width
    ///   of cells, when the user reaches the number of costs from which they are kept.
    @inline(__always)
    mutating func insertCost(_ row: CostRow) {
        let number = placeCost(row)
        costs.enter(row.id, row: number)
        let user = Int(row.user)
        users[user].lastChange = sequence
        enterCost(number, row, of: user)
    }

    /// Enters a row that was placed into the list and the sums of its owner.
    @inline(__always)
    private mutating func enterCost(_ number: Int, _ row: CostRow, of user: Int) {
        let moment = row.recordedAt
        users[user].costs.insert(UInt32(truncatingIfNeeded: number)) { costs[Int($0)].recordedAt > moment }
        addToCells(row, of: user)
    }

    /// Puts a row into its owner's block and its amount into the total; the index and the lists come after.
    @inline(__always)
    mutating func placeCost(_ row: CostRow) -> Int {
        let user = Int(row.user)
        users[user].total.scaled &+= row.amount.scaled
        return costs.place(row, next: &users[user].nextCostRow)
    }

    @inline(__always)
    private mutating func addToCells(_ row: CostRow, of user: Int) {
        let count = users[user].costs.count
        if users[user].days.isKept {
            users[user].days.add(row)
        } else if count >= CostCellWidth.day.threshold {
            buildCells([.day], of: user)
        }
        if users[user].hours.isKept {
            users[user].hours.add(row)
        } else if count >= CostCellWidth.hour.threshold {
            buildCells([.hour], of: user)
        }
    }

    /// Makes the sums of a user from the rows.
    private mutating func buildCells(_ widths: [CostCellWidth], of user: Int) {
        var builders = widths.map(CostCellBuilder.init)
        let list = users[user].costs
        list.forEach(from: list.startPosition) {
            let row = costs[Int($0)]
            for index in builders.indices { builders[index].add(row) }
            return true
        }
        for (index, width) in widths.enumerated() {
            let cells = builders[index].finish()
            switch width {
            case .day: users[user].days.keep(cells)
            case .hour: users[user].hours.keep(cells)
            }
        }
    }

    /// Adds rows that were placed to the lists and sums of their owner.
    ///
    /// - Complexity: O(k log n) for few rows among many, else one sort and one pass: O(k log k + n).
    mutating func mergeCosts(_ rows: ContiguousArray<KeyedRow>, of user: Int) {
        users[user].lastChange = sequence
        if rows.count < users[user].costs.count / Self.mergeShare {
            for row in rows { enterCost(Int(row.number), costs[Int(row.number)], of: user) }
            return
        }
        users[user].costs.merge(rows) { costs[Int($0)].recordedAt.microseconds }
        let count = users[user].costs.count
        let widths = CostCellWidth.allCases.filter { count >= $0.threshold }
        if !widths.isEmpty { buildCells(widths, of: user) }
    }

    /// One row in so many of a list is the most that are entered one by one; an insertion moves half a leaf at worst.
    private static let mergeShare = 256
}
