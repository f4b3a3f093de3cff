// SPDX-License-Identifier: MIT

/// Makes the sums by span of time and type of rows that come in order of time.
struct CostCellBuilder {
    private let width: CostCellWidth
    private var cells = ContiguousArray<CostCell>()
    private var sums = TypeSums()
    private var span = Int32.min
    /// The first microsecond after the span that is open.
    private var end = Int64.min

    init(_ width: CostCellWidth) {
        self.width = width
    }

    @inline(__always)
    mutating func add(_ row: CostRow) {
        if row.recordedAt.microseconds >= end { open(row.recordedAt) }
        sums.add(row.amount.scaled, type: row.type)
    }

    mutating func finish() -> ContiguousArray<CostCell> {
        close()
        return cells
    }

    private mutating func open(_ moment: Timestamp) {
        close()
        span = width.number(of: moment)
        end = width.start(of: span) &+ width.microseconds
    }

    private mutating func close() {
        let types = sums.entries.sorted { $0.type < $1.type }
        for entry in types {
            cells.append(CostCell(sum: entry.sum, span: span, type: entry.type, count: entry.count))
        }
        sums.removeAll()
    }
}
