// SPDX-License-Identifier: MIT

internal import TerminalText

extension TextTable {
    /// Returns the rows one below the other, each cell on a line of its own behind its header: what is left where even
    /// the narrowest table is wider than the terminal; nil where a table fits, or has no headers.
    func stacked(in maximumWidth: Int) -> [StyledText]? {
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
