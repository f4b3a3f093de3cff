// SPDX-License-Identifier: MIT

extension LedgerState {
    /// The sums of a user's costs over a span of time.
    ///
    /// Whole days come from the cells, the days at the edges from the rows.
    ///
    /// - Complexity: O(days × types + records of two days) from 2,048 records on, else O(records).
    public func costSummary(of user: UserNumber, in range: DateRange) -> CostSummary {
        var sums = CostSums()
        let entry = users[user.index]
        let first = range.firstMicrosecond
        let end = range.endMicrosecond
        let firstWholeDay = Timestamp(microseconds: first &+ (Timestamp.microsecondsPerDay &- 1)).day
        let endWholeDay = Timestamp(microseconds: end).day
        if !entry.hasCells || firstWholeDay >= endWholeDay {
            addRows(of: entry, from: first, to: end, into: &sums)
        } else {
            addRows(of: entry, from: first, to: firstWholeDay.start.microseconds, into: &sums)
            addCells(of: entry, from: firstWholeDay, to: endWholeDay, into: &sums)
            addRows(of: entry, from: endWholeDay.start.microseconds, to: end, into: &sums)
        }
        return sums.summary(typeNames: costTypes)
    }

    private func addRows(of entry: UserEntry, from first: Int64, to end: Int64, into sums: inout CostSums) {
        guard first < end else { return }
        let list = entry.costs
        let position = list.firstPosition { costs[Int($0)].recordedAt.microseconds >= first }
        var number = position.leaf
        var offset = position.offset
        while number < list.leaves.count {
            let leaf = list.leaves[number]
            let elements = leaf.span
            while offset < elements.count {
                let row = costs[Int(elements[offset])]
                if row.recordedAt.microseconds >= end { return }
                sums.add(row)
                offset &+= 1
            }
            offset = 0
            number &+= 1
        }
    }

    private func addCells(of entry: UserEntry, from first: Day, to end: Day, into sums: inout CostSums) {
        let start = DayCell.key(day: first.number, type: 0)
        let list = entry.cells
        let position = list.firstPosition { $0.key >= start }
        var number = position.leaf
        var offset = position.offset
        while number < list.leaves.count {
            let leaf = list.leaves[number]
            let elements = leaf.span
            while offset < elements.count {
                let cell = elements[offset]
                if cell.day >= end.number { return }
                sums.add(cell)
                offset &+= 1
            }
            offset = 0
            number &+= 1
        }
    }

    /// Calls `body` with a user's costs in a span of time, in order of time, then arrival, until it returns false.
    ///
    /// The rows come in groups of at most ``costGroupLength``, so that what they refer to can be loaded side by side.
    public func forEachCostGroup(
        of user: UserNumber,
        in range: DateRange,
        _ body: (Span<CostRow>) -> Bool
    ) {
        let list = users[user.index].costs
        let first = range.firstMicrosecond
        let end = range.endMicrosecond
        var group = ContiguousArray<CostRow>()
        group.reserveCapacity(Self.costGroupLength)
        var goesOn = true
        list.forEach(from: list.firstPosition { costs[Int($0)].recordedAt.microseconds >= first }) {
            let row = costs[Int($0)]
            guard row.recordedAt.microseconds < end else { return false }
            group.append(row)
            if group.count == Self.costGroupLength {
                goesOn = body(group.span)
                group.removeAll(keepingCapacity: true)
            }
            return goesOn
        }
        if goesOn, !group.isEmpty { _ = body(group.span) }
    }

    /// The most rows of a group.
    public static let costGroupLength = 16

    /// The cost record with an identifier, nil where there is none.
    public func cost(with id: UUID) -> CostRecord? {
        costNumber(of: id).map { record(of: costs[$0]) }
    }

    /// A row with its texts.
    public func record(of row: CostRow) -> CostRecord {
        CostRecord(
            id: row.id,
            userID: users[Int(row.user)].id,
            jobID: row.jobID,
            costType: costTypes[row.type],
            amount: row.amount,
            details: row.details.isNone ? nil : JSONText(validated: blobs.text(of: row.details)),
            billingPeriod: row.billingPeriod,
            recordedAt: row.recordedAt
        )
    }
}
