// SPDX-License-Identifier: MIT

import TestSupport

/// A moment of December 2025 or January 2026, in microseconds from the first of December on.
struct ModelMoment: Hashable, Comparable, Sendable {
    var microseconds: Int

    private static let dayLength = 86_400_000_000

    /// The moment that the sessions' clock shows.
    static let now = ModelMoment(microseconds: 45 * dayLength + dayLength / 2)

    static func < (lhs: ModelMoment, rhs: ModelMoment) -> Bool { lhs.microseconds < rhs.microseconds }

    /// A moment near the edge of a day, or of a period that ends now.
    static func random(using random: inout SeededGenerator) -> ModelMoment {
        let edges = [now.microseconds, now.microseconds - 7 * dayLength, now.microseconds - 30 * dayLength]
        let edge = random.once(in: 4) ? edges.randomElement(using: &random) : nil
        let start = edge ?? Int.random(in: 1..<61, using: &random) * dayLength
        let offsets = [-1, 0, 1, 500_000, 3_600_000_000, 7_000]
        return ModelMoment(microseconds: start + (offsets.randomElement(using: &random) ?? 0))
    }

    /// The number of its day.
    var day: Int { microseconds / Self.dayLength }

    /// The first and the last moment of a day.
    static func bounds(ofDay day: Int) -> ClosedRange<ModelMoment> {
        ModelMoment(microseconds: day * dayLength)...ModelMoment(microseconds: (day + 1) * dayLength - 1)
    }

    /// The moment so many days before this one.
    func earlier(days: Int) -> ModelMoment { ModelMoment(microseconds: microseconds - days * Self.dayLength) }

    /// A day as the program writes it.
    static func text(ofDay day: Int) -> String {
        day < 31 ? "2025-12-\(padded(day + 1, to: 2))" : "2026-01-\(padded(day - 30, to: 2))"
    }

    /// The moment as the program writes it.
    var text: String {
        let seconds = microseconds % Self.dayLength / 1_000_000
        let rest = microseconds % 1_000_000
        var fraction = ""
        if rest != 0 {
            fraction = "." + (rest % 1000 == 0 ? Self.padded(rest / 1000, to: 3) : Self.padded(rest, to: 6))
        }
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, to: 2) }
        return "\(Self.text(ofDay: day))T\(time.joined(separator: ":"))\(fraction)Z"
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
