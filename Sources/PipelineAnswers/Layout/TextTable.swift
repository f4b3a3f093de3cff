// SPDX-License-Identifier: MIT

internal import TerminalText

/// Rows of cells under a header, in columns that line up.
package struct TextTable: Sendable {
    /// A column: its header, and how its cells stand in it.
    package struct Column: Hashable, Sendable {
        /// On which side the cells stand.
        package enum Alignment: Hashable, Sendable {
            case left
            case right
        }

        /// What becomes of a cell that is too wide where the table must be narrower.
        package enum Fitting: Hashable, Sendable {
            /// It keeps its width: a number, a date, an id.
            case fixed
            /// It is cut, with `…` at its end.
            case truncated
            /// It goes on in the next line.
            case wrapped
        }

        /// The header.
        package var title: String
        /// On which side the cells stand.
        package var alignment: Alignment
        /// What becomes of cells that are too wide.
        package var fitting: Fitting
        /// The columns of the terminal that a narrower table leaves it at least.
        package var minimumWidth: Int
        /// Whether a table that is too wide goes without the column.
        package var isExpendable: Bool

        /// Makes a column.
        package init(
            _ title: String,
            _ alignment: Alignment = .left,
            fitting: Fitting = .fixed,
            minimumWidth: Int = 8,
            isExpendable: Bool = false
        ) {
            self.title = title
            self.alignment = alignment
            self.fitting = fitting
            self.minimumWidth = minimumWidth
            self.isExpendable = isExpendable
        }
    }

    /// The columns.
    package var columns: [Column]
    /// The rows; a cell that is missing is empty.
    package var rows: [[StyledText]]
    /// Whether a line stands under the header.
    package var hasRule: Bool

    /// Makes a table.
    package init(_ columns: [Column], rows: [[StyledText]] = [], hasRule: Bool = true) {
        self.columns = columns
        self.rows = rows
        self.hasRule = hasRule
    }

    /// Adds a row.
    package mutating func append(_ row: [StyledText]) { rows.append(row) }

    /// Returns the table's lines, no wider than `maximumWidth`: its flexible columns give way, then the expendable ones
    /// go, and where that is not enough, the cells of a row stand one below the other.
    package func lines(maximumWidth: Int? = nil) -> [StyledText] {
        if let maximumWidth, let narrower = narrowed(to: maximumWidth), narrower.leastWidth <= maximumWidth {
            return narrower.lines(maximumWidth: maximumWidth)
        }
        if let maximumWidth, let stacked = stacked(in: maximumWidth) { return stacked }
        let widths = columnWidths(maximumWidth: maximumWidth)
        var lines: [StyledText] = []
        if columns.contains(where: { !$0.title.isEmpty }) {
            lines += layOut(columns.map { StyledText($0.title, .bold) }, widths)
            if hasRule { lines.append(rule(widths)) }
        }
        for row in rows { lines += layOut(row, widths) }
        return lines
    }

    /// Returns the table as text with a line feed after each line.
    package func rendered(maximumWidth: Int? = nil, _ mode: ColorMode = .plain) -> String {
        lines(maximumWidth: maximumWidth).reduce(into: "") { $0 += $1.rendered(mode) + "\n" }
    }
}

extension TextTable {
    /// What stands between two columns.
    private static let gap = "  "

    /// The width of each column: its widest cell, or less where the table must be narrower.
    private func columnWidths(maximumWidth: Int?) -> [Int] {
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
    private func layOut(_ row: [StyledText], _ widths: [Int]) -> [StyledText] {
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
    private func rule(_ widths: [Int]) -> StyledText {
        let parts = widths.map { String(repeating: "─", count: $0) }
        return StyledText(parts.joined(separator: Self.gap), .dim)
    }
}

extension TextTable {
    /// Returns the table without as many of its expendable columns, the last ones first, as it takes to fit a width;
    /// nil where it fits as it is, or can give nothing up.
    private func narrowed(to maximumWidth: Int) -> TextTable? {
        var table = self
        while let index = table.columns.lastIndex(where: \.isExpendable), table.leastWidth > maximumWidth {
            table.columns.remove(at: index)
            for row in table.rows.indices where index < table.rows[row].count { table.rows[row].remove(at: index) }
        }
        return table.columns.count < columns.count ? table : nil
    }

    /// The width of the table with every flexible column as narrow as it may be.
    private var leastWidth: Int {
        let natural = columnWidths(maximumWidth: nil)
        let least = zip(columns, natural)
            .map { column, width in
                column.fitting == .fixed ? width : min(width, max(column.minimumWidth, 1))
            }
        return least.reduce(2 * max(columns.count - 1, 0), +)
    }
}

extension TextTable {
    /// Returns the rows one below the other, each cell on a line of its own behind its header: what is left where even
    /// the narrowest table is wider than the terminal; nil where a table fits, or has no headers.
    private func stacked(in maximumWidth: Int) -> [StyledText]? {
        guard maximumWidth > 0, !rows.isEmpty, leastWidth > maximumWidth,
            columns.contains(where: { !$0.title.isEmpty })
        else { return nil }
        var lines: [StyledText] = []
        for row in rows {
            if !lines.isEmpty { lines.append(StyledText()) }
            lines += stack(row).lines(maximumWidth: maximumWidth)
        }
        return lines
    }

    /// A row as a table of headers and cells; a mark without a header goes before the cell behind it.
    private func stack(_ row: [StyledText]) -> TextTable {
        var stack = TextTable([Column(""), Column("", fitting: .wrapped)], hasRule: false)
        let width = columns.map { DisplayWidth.of(safeForTerminal($0.title)) }.max() ?? 0
        var mark = StyledText()
        for (column, cell) in zip(columns, row) where !cell.isEmpty {
            guard !column.title.isEmpty else {
                mark = cell + StyledText(" ")
                continue
            }
            let title = StyledText(column.title, .dim)
            // Every row has the same margin, whichever of its cells are empty.
            stack.append([title + StyledText(String(repeating: " ", count: width - title.width)), mark + cell])
            mark = StyledText()
        }
        return stack
    }
}
