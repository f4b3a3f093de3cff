// SPDX-License-Identifier: MIT

/// An exact decimal amount of money: digits and a number of decimals, never a binary fraction.
///
/// Up to 12 decimals and 18 significant digits, less than 100,000,000 either way (specification, section 1).
/// Always in lowest form: no trailing zero among the decimals, and zero is `0` with no decimals, so that equal
/// amounts are equal members.
package struct Amount: Hashable, BitwiseCopyable, Sendable {
    /// The value times ten to the power of ``decimals``; its magnitude is below 10¹⁸.
    package let digits: Int64
    /// The number of decimals, 0 to 12.
    package let decimals: UInt8

    /// The most decimals an amount may have.
    package static let maximalDecimals: UInt8 = 12
    /// The most significant digits an amount may have.
    package static let maximalDigits = 18
    /// What the magnitude of every amount is less than.
    package static let limit: Int64 = 100_000_000
    /// Nothing.
    package static let zero = Amount(uncheckedDigits: 0, decimals: 0)

    /// Makes an amount from digits and decimals, nil where it breaks a rule of the type.
    package init?(digits: Int64, decimals: UInt8) {
        guard decimals <= Self.maximalDecimals else { return nil }
        var digits = digits
        var decimals = decimals
        while decimals > 0, digits % 10 == 0 {
            digits /= 10
            decimals &-= 1
        }
        guard digits.magnitude < 1_000_000_000_000_000_000 else { return nil }
        guard Int128(digits) * Int128(Self.powersOfTen[Int(Self.maximalDecimals - decimals)]) < Self.scaledLimit,
            Int128(digits) * Int128(Self.powersOfTen[Int(Self.maximalDecimals - decimals)]) > -Self.scaledLimit
        else { return nil }
        self.init(uncheckedDigits: digits, decimals: decimals)
    }

    /// Makes an amount from members that are known to keep the rules, as rows hold them.
    @inline(__always)
    init(uncheckedDigits digits: Int64, decimals: UInt8) {
        self.digits = digits
        self.decimals = decimals
    }

    /// The value in units of 10⁻¹².
    @inline(__always)
    package var scaled: Int128 {
        Int128(digits) &* Int128(Self.powersOfTen[Int(Self.maximalDecimals &- decimals)])
    }

    static let scaledLimit = Int128(limit) * 1_000_000_000_000

    /// The powers of ten from 0 to 12.
    static let powersOfTen: [Int64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
        1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
    ]
}
