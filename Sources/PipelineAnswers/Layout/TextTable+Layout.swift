// SPDX-License-Identifier: MIT

internal import TerminalText

extension TextTable {
    /// What stands between two columns.
    private static let gap = "  "

    /// The width of each column: its widest cell, or less where the table must be narrower.
    func columnWidths(maximumWidth: Int?) -> [Int] {
        var widths = columns.map { DisplayWidth.of(safeForTerminal($0.title)) }
        for row in rows {
            for (index, cell) in row.prefix(columns.count).enumerated() {
                widths[index] = max(widths[index], cell.width)
            }
        }
        guard let maximumWidth else { return widths }
        for index in columns.indices where columns[index].fitting != .fixed {
            widths[index] = min(widths[index], max(maximumWidth, columns[index].minimumWidth, 1))
        }
        let gaps = Self.gap.utf8.count * max(columns.count - 1, 0)
        var excess = widths.reduce(gaps, +) - max(maximumWidth, 0)
        while excess > 0, let (index, surplus) = widestFlexible(widths) {
            // Down to the next widest at once, so that the loop ends after a few turns.
            let cut = min(surplus, excess)
            widths[index] -= cut
            excess -= cut
        }
        return widths
    }

    /// The widest column that can give something up, and how much it gives before another is the widest.
    private func widestFlexible(_ widths: [Int]) -> (index: Int, surplus: Int)? {
        let flexible = columns.indices.filter {
            columns[$0].fitting != .fixed && widths[$0] > max(columns[$0].minimumWidth, 1)
        }
        guard let index = flexible.max(by: { widths[$0] < widths[$1] }) else { return nil }
        let others = flexible.filter { $0 != index }.map { widths[$0] }
        let floor = max(columns[index].minimumWidth, 1, (others.max() ?? 0) - 1)
        return (index, max(widths[index] - floor, 1))
    }

    /// The lines of one row.
    func layOut(_ row: [StyledText], _ widths: [Int]) -> [StyledText] {
        let cells = columns.indices.map { index -> [StyledText] in
            let cell = index < row.count ? row[index] : StyledText()
            switch columns[index].fitting {
            case .fixed: return [cell]
            case .truncated: return [cell.truncated(to: widths[index])]
            case .wrapped: return cell.wrapped(to: widths[index])
            }
        }
        let height = cells.map(\.count).max() ?? 0
        return (0..<height)
            .map { line in
                var result = StyledText()
                for index in columns.indices {
                    if index > 0 { result.append(Self.gap) }
                    let cell = line < cells[index].count ? cells[index][line] : StyledText()
                    let padding = String(repeating: " ", count: max(widths[index] - cell.width, 0))
                    if columns[index].alignment == .right { result.append(padding) }
                    result.append(cell)
                    if columns[index].alignment == .left { result.append(padding) }
                }
                return result.trimmed()
            }
    }

    /// The line under the header.
    func rule(_ widths: [Int]) -> StyledText {
        let parts = widths.map { String(repeating: "─", count: $0) }
        return StyledText(parts.joined(separator: Self.gap), .dim)
    }
}
