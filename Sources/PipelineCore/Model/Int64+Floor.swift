// SPDX-License-Identifier: MIT

extension Int64 {
    /// The quotient, rounded down also below zero: as spans of time are counted from 1970.
    @inline(__always)
    func floored(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self &- (divisor &- 1)) / divisor
    }
}
