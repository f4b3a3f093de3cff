// SPDX-License-Identifier: MIT

extension TextTable {
    /// Returns the table without as many of its expendable columns, the last ones first, as it takes to fit a width;
    /// nil where it fits as it is, or can give nothing up.
    func narrowed(to maximumWidth: Int) -> TextTable? {
        var table = self
        while let index = table.columns.lastIndex(where: \.isExpendable), table.leastWidth > maximumWidth {
            table.columns.remove(at: index)
            for row in table.rows.indices where index < table.rows[row].count { table.rows[row].remove(at: index) }
        }
        return table.columns.count < columns.count ? table : nil
    }

    /// The width of the table with every flexible column as narrow as it may be.
    var leastWidth: Int {
        let natural = columnWidths(maximumWidth: nil)
        let least = zip(columns, natural)
            .map { column, width in
                column.fitting == .fixed ? width : min(width, max(column.minimumWidth, 1))
            }
        return least.reduce(2 * max(columns.count - 1, 0), +)
    }
}
