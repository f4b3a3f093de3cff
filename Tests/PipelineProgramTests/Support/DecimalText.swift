// SPDX-License-Identifier: MIT

/// Amounts as the program writes them, from whole numbers.
enum DecimalText {
    /// Thousandths with two decimals, rounded half away from zero.
    static func roundedToCents(thousandths: Int) -> String {
        let magnitude = (abs(thousandths) + 5) / 10
        return (thousandths < 0 && magnitude > 0 ? "-" : "") + fixed(magnitude, decimals: 2)
    }

    /// Thousandths with two decimals or three.
    static func exact(thousandths: Int) -> String {
        let magnitude = abs(thousandths)
        let sign = thousandths < 0 ? "-" : ""
        return sign + (magnitude % 10 == 0 ? fixed(magnitude / 10, decimals: 2) : fixed(magnitude, decimals: 3))
    }

    private static func fixed(_ number: Int, decimals: Int) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
        return padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}
