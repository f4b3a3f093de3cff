// SPDX-License-Identifier: MIT

/// A non-negative decimal number as its digits, least significant first, with twelve decimals.
struct DecimalDigits {
    var digits = [Int](repeating: 0, count: 48)

    mutating func add(_ text: Substring) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        var fraction = parts.count > 1 ? String(parts[1]) : ""
        while fraction.count < 12 { fraction += "0" }
        var carry = 0
        let added = (String(parts[0]) + fraction).reversed().map { Int(String($0)) ?? 0 }
        for index in digits.indices {
            let value = digits[index] + (index < added.count ? added[index] : 0) + carry
            digits[index] = value % 10
            carry = value / 10
        }
    }

    static func difference(_ lhs: DecimalDigits, _ rhs: DecimalDigits) -> String {
        let isNegative = lhs.digits.reversed().lexicographicallyPrecedes(rhs.digits.reversed())
        let (large, small) = isNegative ? (rhs, lhs) : (lhs, rhs)
        var result: [Int] = []
        var borrow = 0
        for index in large.digits.indices {
            var value = large.digits[index] - small.digits[index] - borrow
            borrow = value < 0 ? 1 : 0
            if value < 0 { value += 10 }
            result.append(value)
        }
        var fraction = Array(result[..<12].reversed())
        while fraction.count > 2, fraction.last == 0 { fraction.removeLast() }
        var whole = Array(result[12...].reversed().drop { $0 == 0 })
        if whole.isEmpty { whole = [0] }
        let text = whole.map(String.init).joined() + "." + fraction.map(String.init).joined()
        return isNegative ? "-" + text : text
    }
}
