// SPDX-License-Identifier: MIT

/// A length of time as it is billed: whole hundredths of an hour, 36 seconds each.
struct Hours: Hashable, Sendable {
    /// The number of hundredths.
    let hundredths: Int

    /// The same length in microseconds.
    var microseconds: Int64 { Int64(hundredths) * 36_000_000 }
}

extension Hours: Comparable, CustomStringConvertible {
    static func < (lhs: Hours, rhs: Hours) -> Bool { lhs.hundredths < rhs.hundredths }

    /// The number of hours as JSON and people write it: `2`, `0.5`, `1.25`.
    var description: String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest / 10)\(rest % 10)"
    }
}
