// SPDX-License-Identifier: MIT

/// Bars whose lengths compare values.
package struct BarChart: Hashable, Sendable {
    /// What bars are made of.
    package enum Ink: Hashable, Sendable {
        /// Blocks, to an eighth of a column.
        case blocks
        /// `#`, to a column.
        case ascii
    }

    /// The columns that the longest bar takes.
    package var width: Int
    /// What bars are made of.
    package var ink: Ink

    /// Makes a chart whose longest bar takes `width` columns.
    package init(width: Int, ink: Ink = .blocks) {
        self.width = width
        self.ink = ink
    }

    /// Returns one bar for each value, scaled so that the one farthest from zero takes the whole width.
    ///
    /// Zero has no bar, every other value at least the shortest one; bars of negative values are lighter and red.
    package func bars(_ values: [Int128]) -> [StyledText] {
        // Double holds the ratio of any two magnitudes to more digits than a bar has columns.
        let longest = values.map { Double($0.magnitude) }.max() ?? 0
        return values.map { value in
            guard value != 0, width > 0 else { return StyledText() }
            let share = Double(value.magnitude) / longest
            return value < 0 ? negativeBar(share) : positiveBar(share)
        }
    }

    /// A bar that takes a share of the width.
    private func positiveBar(_ share: Double) -> StyledText {
        let width = min(self.width, 10_000)
        guard ink == .blocks else {
            return StyledText(String(repeating: "#", count: columns(share)), .color(.green))
        }
        let eighths = min(max(Int((share * Double(width) * 8).rounded()), 1), width * 8)
        var bar = String(repeating: "█", count: eighths / 8)
        if let part = Self.parts[eighths % 8] { bar.append(part) }
        return StyledText(bar, .color(.green))
    }

    /// A bar of a negative value, in whole columns.
    private func negativeBar(_ share: Double) -> StyledText {
        StyledText(String(repeating: ink == .blocks ? "░" : "-", count: columns(share)), .color(.red))
    }

    /// The whole columns of a share of the width, one at least.
    private func columns(_ share: Double) -> Int {
        let width = min(self.width, 10_000)
        return min(max(Int((share * Double(width)).rounded()), 1), width)
    }

    /// The last column of a bar by the eighths of it that are filled.
    private static let parts: [Character?] = [nil, "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
