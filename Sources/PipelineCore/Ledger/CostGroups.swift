// SPDX-License-Identifier: MIT

/// A user's costs in a span of time, group by group, with a pause of any length between two groups.
///
/// It holds a copy of the state: what changes meanwhile is not seen.
package struct CostGroups: Sendable {
    private let state: LedgerState
    private let list: SortedLeaves<UInt32>
    private let end: Int64
    private let billed: ClosedRange<Day>?
    private var position: SortedLeaves<UInt32>.Position
    private var group = ContiguousArray<CostRow>()

    /// Makes the groups of a user's costs in a span of time, of those that are billed on some days if these are given,
    /// in order of time, then arrival.
    ///
    /// - Complexity: O(log n).
    package init(of user: UserNumber, in range: DateRange, billed: ClosedRange<Day>?, of state: LedgerState) {
        self.state = state
        self.billed = billed
        list = state.users[user.index].costs
        let first = range.firstMicrosecond
        end = range.endMicrosecond
        position = list.firstPosition { state.costs[Int($0)].recordedAt.microseconds >= first }
        group.reserveCapacity(LedgerState.costGroupLength)
    }

    /// Calls `body` with the next group, of ``LedgerState/costGroupLength`` rows at most, and the state that has their
    /// texts; returns false if there is none.
    package mutating func next(_ body: (Span<CostRow>, LedgerState) -> Void) -> Bool {
        group.removeAll(keepingCapacity: true)
        while position.leaf < list.leaves.count, group.count < LedgerState.costGroupLength {
            let leaf = list.leaves[position.leaf]
            let stop = min(leaf.count, position.offset &+ LedgerState.costGroupLength &- group.count)
            var offset = position.offset
            while offset < stop {
                let row = state.costs[Int(leaf[offset])]
                guard row.recordedAt.microseconds < end else { break }
                if billed?.contains(row.billingPeriod) ?? true { group.append(row) }
                offset &+= 1
            }
            position.offset = offset
            if offset < stop { break }
            if offset == leaf.count { position = SortedLeaves.Position(leaf: position.leaf &+ 1, offset: 0) }
        }
        guard !group.isEmpty else { return false }
        body(group.span, state)
        return true
    }
}
