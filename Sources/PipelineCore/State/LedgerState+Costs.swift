// SPDX-License-Identifier: MIT

extension LedgerState {
    /// Adds a cost whose identifier is not there yet; `make` builds the row for its owner's number.
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
        if users[user].hasCells {
            addToCell(row, of: user)
        } else if users[user].costs.count >= Self.cellThreshold {
            buildCells(of: user)
        }
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
    private mutating func addToCell(_ row: CostRow, of user: Int) {
        let day = row.recordedAt.day.number
        let key = DayCell.key(day: day, type: row.type)
        let position = users[user].cells.firstPosition { $0.key >= key }
        if let cell = users[user].cells.element(at: position), cell.key == key {
            users[user].cells
                .update(at: position) {
                    $0.sum &+= row.amount.scaled
                    $0.count &+= 1
                }
        } else {
            let cell = DayCell(sum: row.amount.scaled, day: day, type: row.type, count: 1)
            users[user].cells.insert(cell, at: position)
        }
    }

    /// Makes the sums by day and type of a user from the rows.
    mutating func buildCells(of user: Int) {
        var builder = DayCellBuilder()
        let list = users[user].costs
        list.forEach(from: list.startPosition) {
            builder.add(costs[Int($0)])
            return true
        }
        users[user].cells = SortedLeaves(sorted: builder.finish())
        users[user].hasCells = true
    }

    /// Merges rows that were placed into the lists of their owner: one sort for all of them.
    mutating func mergeCosts(_ rows: ContiguousArray<KeyedRow>, of user: Int) {
        users[user].costs.merge(rows) { costs[Int($0)].recordedAt.microseconds }
        users[user].lastChange = sequence
        if users[user].costs.count >= Self.cellThreshold { buildCells(of: user) }
    }
}
