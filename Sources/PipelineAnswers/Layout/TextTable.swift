// SPDX-License-Identifier: MIT

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
