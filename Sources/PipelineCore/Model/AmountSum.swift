// SPDX-License-Identifier: MIT

/// An exact sum of amounts, in units of 10⁻¹².
///
/// No sum of records can overflow it: 2³² amounts below 10⁸ stay below 5 · 10²⁹ units, far under the 1.7 · 10³⁸ of
/// `Int128`.
package struct AmountSum: Hashable, BitwiseCopyable, Sendable {
    /// The value in units of 10⁻¹².
    package var scaled: Int128

    /// Nothing.
    package static let zero = AmountSum(scaled: 0)

    /// Makes a sum from its value in units of 10⁻¹².
    @inline(__always)
    package init(scaled: Int128) {
        self.scaled = scaled
    }

    /// Makes a sum of one amount.
    package init(_ amount: Amount) {
        scaled = amount.scaled
    }

    /// Adds another sum to this one.
    @inline(__always)
    package static func += (lhs: inout AmountSum, rhs: AmountSum) {
        lhs.scaled &+= rhs.scaled
    }

    /// The sum of two sums.
    package static func + (lhs: AmountSum, rhs: AmountSum) -> AmountSum {
        AmountSum(scaled: lhs.scaled &+ rhs.scaled)
    }

    /// The sum rounded to two decimals, half away from zero.
    package var roundedToCents: AmountSum {
        let unit: Int128 = 10_000_000_000
        let (cents, rest) = scaled.quotientAndRemainder(dividingBy: unit)
        let carry: Int128 = rest.magnitude >= unit.magnitude / 2 ? (rest < 0 ? -1 : 1) : 0
        return AmountSum(scaled: (cents &+ carry) &* unit)
    }
}

extension AmountSum: Comparable, CustomStringConvertible {
    /// Whether `lhs` is the smaller sum.
    package static func < (lhs: AmountSum, rhs: AmountSum) -> Bool { lhs.scaled < rhs.scaled }

    /// The number with at least two decimals and as many more as it needs.
    package var description: String {
        var writer = ByteWriter(capacity: 48)
        writer.append(self)
        return writer.text
    }
}
