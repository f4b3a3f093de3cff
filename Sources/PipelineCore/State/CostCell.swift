// SPDX-License-Identifier: MIT

/// The bucket of one span of time and one cost type: how many records, and their exact sum.
struct CostCell: BitwiseCopyable, Sendable {
    var sum: Int128
    /// The number of the span, by its ``CostCellWidth``.
    var span: Int32
    var type: UInt32
    var count: UInt32

    /// Where the cell stands in the order by time, then type.
    @inline(__always)
    var key: Int64 { Self.key(span: span, type: type) }

    @inline(__always)
    static func key(span: Int32, type: UInt32) -> Int64 {
        Int64(span) &<< 32 | Int64(type)
    }
}
