// SPDX-License-Identifier: MIT

internal import TerminalText

/// Text in pieces that each have a style.
///
/// The text is safe for a terminal from the moment it is taken in, so that no width is counted of what is not shown.
package struct StyledText: Hashable, Sendable {
    /// A piece of text in one style.
    struct Run: Hashable, Sendable {
        var text: String
        var style: TextStyle
    }

    /// The pieces, in order; none of them is empty.
    private(set) var runs: [Run]

    /// Makes text in one style, with escapes for what a terminal must not be sent.
    package init(_ text: String = "", _ style: TextStyle = .plain) {
        let text = safeForTerminal(text)
        runs = text.isEmpty ? [] : [Run(text: text, style: style)]
    }

    /// The text without its styles.
    package var plain: String { runs.count == 1 ? runs[0].text : runs.map(\.text).joined() }

    /// The columns that the text takes.
    package var width: Int { runs.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    /// Whether the text is absent.
    package var isEmpty: Bool { runs.isEmpty }

    /// Adds text in a style.
    package mutating func append(_ text: String, _ style: TextStyle = .plain) {
        append(StyledText(text, style))
    }

    /// Adds text.
    package mutating func append(_ other: StyledText) {
        for run in other.runs {
            if let last = runs.indices.last, runs[last].style == run.style {
                runs[last].text += run.text
            } else {
                runs.append(run)
            }
        }
    }

    /// Removes the spaces at the end.
    mutating func removeTrailingSpaces() {
        while let last = runs.indices.last, runs[last].text.utf8.last == UInt8(ascii: " ") {
            let spaces = runs[last].text.utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
            runs[last].text.unicodeScalars.removeLast(spaces)
            if runs[last].text.isEmpty { runs.removeLast() }
        }
    }

    /// Returns the two texts in one.
    package static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum.append(right)
        return sum
    }

    /// Returns the text for an output with or without styles.
    package func rendered(_ mode: ColorMode) -> String {
        if mode == .plain { return plain }
        return runs.reduce(into: "") { result, run in
            let sequence = run.style.sequence
            result += sequence.isEmpty ? run.text : "\(sequence)\(run.text)\u{1b}[0m"
        }
    }
}

extension StyledText: ExpressibleByStringLiteral {
    /// Makes plain text.
    package init(stringLiteral value: String) { self.init(value) }
}

extension StyledText {
    /// Returns the text cut to `width` columns, with `…` at its end if something is missing.
    package func truncated(to width: Int) -> StyledText {
        guard self.width > width else { return self }
        guard width > 0 else { return StyledText() }
        var result = prefix(width: width - 1)
        result.append("…", runs.last?.style ?? .plain)
        return result
    }

    /// Returns the text in lines of `width` columns at most, broken at spaces where there are any.
    ///
    /// A character that is wider than `width` has a line of its own.
    ///
    /// - Complexity: O(*n*).
    package func wrapped(to width: Int) -> [StyledText] {
        let width = max(width, 1)
        guard self.width > width else { return [self] }
        var wrapper = LineWrapper(width: width)
        for run in runs {
            for character in run.text { wrapper.append(character, run.style) }
        }
        return wrapper.finish()
    }

    /// The longest beginning of the text that fits `width` columns.
    private func prefix(width: Int) -> StyledText {
        var result = StyledText()
        var left = width
        for run in runs {
            let part = DisplayWidth.prefix(of: run.text, width: left)
            result.append(part, run.style)
            guard part.utf8.count == run.text.utf8.count else { break }
            left -= DisplayWidth.of(part)
        }
        return result
    }

    /// The text without the spaces at its end.
    func trimmed() -> StyledText {
        var result = self
        result.removeTrailingSpaces()
        return result
    }
}

/// The state of breaking text into lines of a width, character by character.
private struct LineWrapper {
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
