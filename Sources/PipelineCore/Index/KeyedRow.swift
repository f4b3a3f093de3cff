// SPDX-License-Identifier: MIT

/// The number of a row with what it is sorted by, so that sorting reads no row.
package struct KeyedRow: BitwiseCopyable, Sendable {
    /// The moment in microseconds.
    let key: Int64
    /// The number of the row.
    let number: UInt32

    init(_ number: Int, at moment: Timestamp) {
        key = moment.microseconds
        self.number = UInt32(truncatingIfNeeded: number)
    }

    /// The order of a list: by moment, then by arrival.
    static func < (lhs: KeyedRow, rhs: KeyedRow) -> Bool {
        lhs.key != rhs.key ? lhs.key < rhs.key : lhs.number < rhs.number
    }
}
