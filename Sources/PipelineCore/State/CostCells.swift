// SPDX-License-Identifier: MIT

/// The sums of a user's costs by span of time and type, in that order.
struct CostCells: Sendable {
    let width: CostCellWidth
    /// Whether the sums are kept: a user with few records has none.
    private(set) var isKept = false
    private(set) var list = SortedLeaves<CostCell>()

    init(_ width: CostCellWidth) {
        self.width = width
    }

    /// Takes in the sums of all rows.
    mutating func keep(_ cells: ContiguousArray<CostCell>) {
        list = SortedLeaves(sorted: cells)
        isKept = true
    }

    /// Adds a row to its sum.
    ///
    /// - Complexity: O(log n), O(log n + leaf) for the first row of its span and type.
    @inline(__always)
    mutating func add(_ row: CostRow) {
        let span = width.number(of: row.recordedAt)
        let key = CostCell.key(span: span, type: row.type)
        let position = list.firstPosition { $0.key >= key }
        if let cell = list.element(at: position), cell.key == key {
            list.update(at: position) {
                $0.sum &+= row.amount.scaled
                $0.count &+= 1
            }
        } else {
            list.insert(CostCell(sum: row.amount.scaled, span: span, type: row.type, count: 1), at: position)
        }
    }

    /// Adds the cells of some spans to sums.
    func sum(_ spans: Range<Int32>, into sums: inout CostSums) {
        let start = CostCell.key(span: spans.lowerBound, type: 0)
        list.forEach(from: list.firstPosition { $0.key >= start }) { cell in
            guard cell.span < spans.upperBound else { return false }
            sums.add(cell, day: width.day(of: cell.span))
            return true
        }
    }
}
