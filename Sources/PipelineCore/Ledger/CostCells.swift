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

/// The bucket of one span of time and one cost type: how many records, and their exact sum.
struct CostCell: BitwiseCopyable, Sendable {
    var sum: Int128
    /// The number of the span, by its ``CostCellWidth``.
    var span: Int32
    var type: UInt32
    var count: UInt32

    /// The cell's place in the order by time, then type.
    @inline(__always)
    var key: Int64 { Self.key(span: span, type: type) }

    @inline(__always)
    static func key(span: Int32, type: UInt32) -> Int64 {
        Int64(span) &<< 32 | Int64(type)
    }
}

/// The span of time that a cell sums up, in UTC.
enum CostCellWidth: Int64, CaseIterable, Sendable {
    case day = 86_400_000_000
    case hour = 3_600_000_000

    /// The number of microseconds.
    var microseconds: Int64 { rawValue }

    /// The number of records from which a user has cells of this width; below, finer sums answer as fast.
    var threshold: Int {
        switch self {
        case .day: 2048
        case .hour: 131_072
        }
    }

    /// The next smaller width; nil if there are only the rows.
    var finer: CostCellWidth? {
        switch self {
        case .day: .hour
        case .hour: nil
        }
    }

    /// The number of the cell in which a moment falls, counted from 1970.
    @inline(__always)
    func number(of moment: Timestamp) -> Int32 {
        switch self {
        case .day: moment.day.number
        case .hour: Int32(truncatingIfNeeded: moment.microseconds.floored(by: Self.hour.microseconds))
        }
    }

    /// The numbers of the cells that lie wholly in a span of time; empty if there is none.
    func wholeCells(from first: Int64, to end: Int64) -> Range<Int32> {
        let start = number(of: Timestamp(microseconds: first &+ (microseconds &- 1)))
        return start..<max(start, number(of: Timestamp(microseconds: end)))
    }

    /// The first microsecond of a cell.
    func start(of number: Int32) -> Int64 { Int64(number) &* microseconds }

    /// The day to which a cell belongs.
    @inline(__always)
    func day(of number: Int32) -> Int32 {
        switch self {
        case .day: number
        case .hour: Int32(truncatingIfNeeded: Int64(number).floored(by: 24))
        }
    }
}

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
