// SPDX-License-Identifier: MIT

internal import TerminalText

/// The state of breaking text into lines of a width, character by character.
struct LineWrapper {
    /// A character in its style, with the columns it takes.
    private struct Cell {
        var character: Character
        var style: TextStyle
        var width: Int
    }

    private let width: Int
    private var lines: [StyledText] = []
    /// The line being filled, its width, and how many of its cells stand before its last space that ends a word.
    private var line: [Cell] = []
    private var lineWidth = 0
    private var lastBreak: Int?
    /// Whether the spaces to come belong to the break before them.
    private var skipsSpaces = false

    /// Starts with lines of `width` columns at most.
    init(width: Int) { self.width = width }

    /// Takes in one character.
    mutating func append(_ character: Character, _ style: TextStyle) {
        let isSpace = character == " "
        if skipsSpaces, isSpace { return }
        skipsSpaces = false
        let cell = Cell(character: character, style: style, width: DisplayWidth.of(character))
        if lineWidth + cell.width > width, !line.isEmpty {
            breakLine(before: isSpace)
            if isSpace {
                skipsSpaces = true
                return
            }
            // What was carried over may fill the line too, where characters are wide.
            if lineWidth + cell.width > width, !line.isEmpty { breakLine(before: false) }
        }
        if isSpace, line.contains(where: { $0.character != " " }) { lastBreak = line.count }
        line.append(cell)
        lineWidth += cell.width
    }

    /// Ends the text; returns its lines.
    mutating func finish() -> [StyledText] {
        if !line.isEmpty || lines.isEmpty { lines.append(text(line[...]).trimmed()) }
        return lines
    }

    /// Ends the line at its last space, or at its end where it has none or a space follows.
    private mutating func breakLine(before isSpace: Bool) {
        let end = isSpace ? line.count : lastBreak ?? line.count
        lines.append(text(line[..<end]).trimmed())
        line = Array(line[end...].drop { $0.character == " " })
        lineWidth = line.reduce(0) { $0 + $1.width }
        lastBreak = nil
    }

    /// The cells as text.
    private func text(_ cells: ArraySlice<Cell>) -> StyledText {
        var result = StyledText()
        var rest = cells
        while let first = rest.first {
            let same = rest.prefix { $0.style == first.style }
            result.append(String(same.map(\.character)), first.style)
            rest = rest[same.endIndex...]
        }
        return result
    }
}
