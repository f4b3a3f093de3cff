// SPDX-License-Identifier: MIT

/// The bucket of one UTC day and one cost type: how many records, and their exact sum.
struct DayCell: BitwiseCopyable, Sendable {
    var sum: Int128
    var day: Int32
    var type: UInt32
    var count: UInt32

    /// Where the cell stands in the order by day, then type.
    @inline(__always)
    var key: Int64 { Self.key(day: day, type: type) }

    @inline(__always)
    static func key(day: Int32, type: UInt32) -> Int64 {
        Int64(day) &<< 32 | Int64(type)
    }
}
