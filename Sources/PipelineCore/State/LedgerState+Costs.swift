// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Adds a cost whose identifier is not there yet.
    ///
    /// - Complexity: O(log n + leaf), O(1) for a cost later than all others of the user.
    @inline(__always)
    mutating func insertCost(_ row: CostRow) {
        let number = placeCost(row)
        costIndex.insert(row.id, row: number)
        let user = Int(row.user)
        let moment = row.recordedAt
        users[user].costs.insert(UInt32(truncatingIfNeeded: number)) { costs[Int($0)].recordedAt > moment }
        users[user].lastChange = sequence
        addToCells(row, of: user)
    }

    /// Puts a row into its owner's block and its amount into the total; the index and the lists come after.
    @inline(__always)
    mutating func placeCost(_ row: CostRow) -> Int {
        let user = Int(row.user)
        var number = users[user].nextCostRow
        if number & (Self.blockLength &- 1) == 0 { number = costs.appendBlock(of: Self.blockLength) }
        users[user].nextCostRow = number &+ 1
        users[user].total.scaled &+= row.amount.scaled
        costs[number] = row
        return number
    }

    @inline(__always)
    private mutating func addToCells(_ row: CostRow, of user: Int) {
        let count = users[user].costs.count
        if users[user].days.isKept { users[user].days.add(row) }
        if users[user].hours.isKept { users[user].hours.add(row) }
        // Each threshold is crossed once, upwards: nothing is ever removed.
        if count == CellWidth.day.threshold || count == CellWidth.hour.threshold { buildCells(of: user) }
    }

    /// Makes the sums of a user from the rows, as far as the user has enough of them.
    mutating func buildCells(of user: Int) {
        let list = users[user].costs
        guard list.count >= CellWidth.day.threshold else { return }
        let hasHours = list.count >= CellWidth.hour.threshold
        var days = CostCellBuilder(.day)
        var hours = CostCellBuilder(.hour)
        list.forEach(from: list.startPosition) {
            let row = costs[Int($0)]
            days.add(row)
            if hasHours { hours.add(row) }
            return true
        }
        users[user].days.keep(days.finish())
        if hasHours { users[user].hours.keep(hours.finish()) }
    }

    /// Merges rows that were placed into the lists of their owner: one sort for all of them.
    mutating func mergeCosts(_ rows: ContiguousArray<KeyedRow>, of user: Int) {
        users[user].costs.merge(rows) { costs[Int($0)].recordedAt.microseconds }
        users[user].lastChange = sequence
        buildCells(of: user)
    }
}
