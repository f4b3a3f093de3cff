// SPDX-License-Identifier: MIT

/// A screen that shows what a program drew: the part of a VT220 that line editors and pagers use.
///
/// Programs rewrite only what changed, so the bytes they send do not contain the lines that a person sees; this does.
package struct VirtualScreen: Sendable {
    /// A row of cells; an empty cell is a space, the second half of a wide character is empty text.
    struct Row: Sendable {
        var cells: [String]
        /// Whether the text goes on in the next row because this one was full.
        var isWrapped = false

        init(columns: Int) {
            cells = Array(repeating: " ", count: columns)
        }
    }

    /// The number of rows.
    package private(set) var rowCount: Int
    /// The number of cells in a row.
    package private(set) var columnCount: Int
    /// The cursor's row, from 0.
    package internal(set) var cursorRow = 0
    /// The cursor's cell in its row, from 0.
    package internal(set) var cursorColumn = 0
    /// The number of times that the bell rang.
    package internal(set) var bellCount = 0

    var rows: [Row]
    /// The rows that scrolled off the top.
    var scrolledOff: [Row] = []
    /// Whether the last cell was just filled, so that the next character begins a row.
    var isWrapPending = false
    /// The screen that the alternate one covers.
    var covered: [Row]?
    private var parser = EscapeParser()

    /// Makes an empty screen.
    package init(rows: Int, columns: Int) {
        rowCount = rows
        columnCount = columns
        self.rows = (0..<rows).map { _ in Row(columns: columns) }
    }

    /// Shows what a program wrote.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            guard let action = parser.next(byte) else { continue }
            perform(action)
        }
    }

    /// The rows on the screen as text, without the spaces at their ends.
    package var lines: [String] { rows.map(Self.text) }

    /// Everything that was shown, the rows that scrolled off first.
    package var transcript: [String] { (scrolledOff + rows).map(Self.text) }

    /// The row that the cursor is in, as text.
    package var cursorLine: String { Self.text(rows[cursorRow]) }

    /// Whether one of the rows on the screen is this line.
    package func shows(_ line: String) -> Bool {
        lines.contains(line)
    }

    private static func text(_ row: Row) -> String {
        var text = row.cells.joined()
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension VirtualScreen {
    /// Changes the size and wraps the lines anew, as most terminals do.
    package mutating func resize(rows newRows: Int, columns newColumns: Int) {
        var all: [Row] = []
        var cursor = (row: 0, column: 0)
        var logical: [String] = []
        let old = scrolledOff + rows
        let oldCursorRow = scrolledOff.count + cursorRow
        let last = max(oldCursorRow, old.lastIndex { !Self.text($0).isEmpty } ?? 0)
        for (index, row) in old[...last].enumerated() {
            if index == oldCursorRow {
                let offset = logical.count + cursorColumn
                cursor = (all.count + offset / newColumns, offset % newColumns)
            }
            logical += row.cells
            if row.isWrapped, index < last { continue }
            while logical.last == " " { logical.removeLast() }
            all += Self.wrap(logical, newColumns)
            logical = []
        }
        while all.count <= cursor.row { all.append(Row(columns: newColumns)) }
        let top = max(0, all.count - newRows)
        scrolledOff = Array(all[..<top])
        rows = Array(all[top...])
        while rows.count < newRows { rows.append(Row(columns: newColumns)) }
        cursorRow = max(0, cursor.row - top)
        cursorColumn = cursor.column
        isWrapPending = false
        rowCount = newRows
        columnCount = newColumns
    }

    private static func wrap(_ cells: [String], _ columns: Int) -> [Row] {
        var result: [Row] = []
        var rest = cells[...]
        repeat {
            var row = Row(columns: columns)
            var count = min(columns, rest.count)
            // A wide character is not cut in two.
            if count == columns, rest.dropFirst(count).first == "" { count -= 1 }
            row.cells.replaceSubrange(..<count, with: rest.prefix(count))
            rest = rest.dropFirst(max(1, count))
            row.isWrapped = !rest.isEmpty
            result.append(row)
        } while !rest.isEmpty
        return result
    }
}
