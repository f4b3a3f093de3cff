// SPDX-License-Identifier: MIT

/// The span of time that a cell sums up, in UTC.
enum CostCellWidth: Int64, CaseIterable, Sendable {
    case day = 86_400_000_000
    case hour = 3_600_000_000

    /// The number of microseconds.
    var microseconds: Int64 { rawValue }

    /// From how many records on a user has cells of this width; below, what is finer answers as fast.
    var threshold: Int {
        switch self {
        case .day: 2048
        case .hour: 131_072
        }
    }

    /// The next smaller width; nil where there are only the rows.
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

    /// The numbers of the cells that lie wholly in a span of time; empty where there is none.
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
