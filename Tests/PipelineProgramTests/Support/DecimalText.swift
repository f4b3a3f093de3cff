// SPDX-License-Identifier: MIT

/// Amounts as the program writes them, from whole numbers of 10⁻¹².
enum DecimalText {
    private static let cent: Int128 = 10_000_000_000

    /// A sum of thousandths with two decimals, rounded half away from zero.
    static func roundedToCents(thousandths: Int) -> String {
        roundedToCents(Int128(thousandths) * 1_000_000_000)
    }

    /// An amount with two decimals, rounded half away from zero.
    static func roundedToCents(_ units: Int128) -> String {
        let cents = (units.magnitude + UInt128(cent) / 2) / UInt128(cent)
        return exact((units < 0 ? -1 : 1) * Int128(cents) * cent)
    }

    /// An amount with at least two decimals and as many more as it needs.
    static func exact(_ units: Int128) -> String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(13 - digits.count, 0)) + digits
        var decimals = padded.suffix(12)
        while decimals.count > 2, decimals.last == "0" { decimals.removeLast() }
        return (units < 0 ? "-" : "") + padded.dropLast(12) + "." + decimals
    }
}
