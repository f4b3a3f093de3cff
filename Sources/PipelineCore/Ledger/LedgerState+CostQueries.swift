// SPDX-License-Identifier: MIT

extension LedgerState {
    /// The sums of a user's costs over a span of time, of those that are billed on some days if these are given.
    ///
    /// Whole days come from their cells, what is left at the edges from those of the hours, the rest from the rows.
    ///
    /// - Complexity: O(days × types + hours of two days × types + records of two hours) from 131,072 records on;
    ///   O(days × types + records of two days) from 2,048 on; else O(records), as with days of billing.
    package func costSummary(of user: UserNumber, in range: DateRange, billed: ClosedRange<Day>?) -> CostSummary {
        var sums = CostSums()
        let entry = users[user.index]
        if let billed {
            addRows(of: entry, from: range.firstMicrosecond, to: range.endMicrosecond, into: &sums) {
                billed.contains($0.billingPeriod)
            }
            return sums.summary(typeNames: costs.types)
        }
        add(entry, from: range.firstMicrosecond, to: range.endMicrosecond, coarsest: .day, into: &sums)
        return sums.summary(typeNames: costs.types)
    }

    private func add(
        _ entry: UserEntry,
        from first: Int64,
        to end: Int64,
        coarsest width: CostCellWidth?,
        into sums: inout CostSums
    ) {
        guard first < end else { return }
        guard let width else { return addRows(of: entry, from: first, to: end, into: &sums) { _ in true } }
        let cells = entry.cells(by: width)
        let whole = width.wholeCells(from: first, to: end)
        guard cells.isKept, !whole.isEmpty else {
            return add(entry, from: first, to: end, coarsest: width.finer, into: &sums)
        }
        add(entry, from: first, to: width.start(of: whole.lowerBound), coarsest: width.finer, into: &sums)
        cells.sum(whole, into: &sums)
        add(entry, from: width.start(of: whole.upperBound), to: end, coarsest: width.finer, into: &sums)
    }

    @inline(__always)
    private func addRows(
        of entry: UserEntry,
        from first: Int64,
        to end: Int64,
        into sums: inout CostSums,
        where fits: (CostRow) -> Bool
    ) {
        let list = entry.costs
        list.forEach(from: list.firstPosition { costs[Int($0)].recordedAt.microseconds >= first }) {
            let row = costs[Int($0)]
            guard row.recordedAt.microseconds < end else { return false }
            if fits(row) { sums.add(row) }
            return true
        }
    }

    /// Calls `body` with a user's costs in a span of time, in order of time, then arrival, until it returns false.
    ///
    /// The rows come in groups of at most ``costGroupLength``, so that what they refer to can be loaded side by side.
    package func forEachCostGroup(
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
    package static let costGroupLength = 16

    /// The cost record with an identifier, nil if there is none.
    package func cost(with id: UUID) -> CostRecord? {
        costs.number(of: id).map { record(of: costs[$0]) }
    }

    /// A row with its texts.
    package func record(of row: CostRow) -> CostRecord {
        row.record(
            owner: users[Int(row.user)].id,
            type: costs.types[row.type],
            isRead: false,
            texts: blobs
        )
    }
}
