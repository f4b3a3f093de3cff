// SPDX-License-Identifier: MIT

/// Where a prompt and the line behind it lie on a terminal, by the arithmetic that libedit draws with.
struct LineLayout {
    /// A cell, counted from the prompt's first one.
    struct Position: Hashable {
        var row = 0
        var column = 0
    }

    /// The cell of the cursor.
    private(set) var cursor = Position()
    /// The cell after the line's last character.
    private(set) var end = Position()

    /// Lays out a prompt and a line on a terminal of so many columns.
    ///
    /// - Complexity: O(*n*), where *n* is the length of both.
    init(
        prompt: some Sequence<Unicode.Scalar>,
        line: [Unicode.Scalar],
        cursor cursorIndex: Int,
        columns: Int,
        width: (Unicode.Scalar) -> Int = WideText.width
    ) {
        let columns = max(1, columns)
        for scalar in prompt {
            Self.advance(&end, over: width(scalar), columns)
        }
        for (index, scalar) in line.enumerated() {
            if index == cursorIndex { markCursor(before: width(scalar), columns) }
            switch scalar {
            case "\n": end = Position(row: end.row + 1, column: 0)
            case "\t": Self.advance(&end, over: min(8 - end.column % 8, columns - end.column), columns)
            default: Self.advance(&end, over: width(scalar), columns)
            }
        }
        if cursorIndex >= line.count { cursor = end }
    }

    /// A wide character that does not fit takes the cursor to the next row with it.
    private mutating func markCursor(before width: Int, _ columns: Int) {
        cursor = width > 1 && end.column + width > columns ? Position(row: end.row + 1, column: 0) : end
    }

    private static func advance(_ position: inout Position, over width: Int, _ columns: Int) {
        guard width <= 2 else {
            // An escape that stands for a scalar is drawn a cell at a time.
            for _ in 0..<width { advance(&position, over: 1, columns) }
            return
        }
        if position.column + width > columns { position = Position(row: position.row + 1, column: 0) }
        position.column += width
        if position.column >= columns { position = Position(row: position.row + 1, column: 0) }
    }
}
