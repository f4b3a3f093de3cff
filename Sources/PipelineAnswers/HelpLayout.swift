// SPDX-License-Identifier: MIT

/// The lines of help, broken where the terminal is narrow: what goes on stands under where its column began.
struct HelpLayout {
    /// The columns of the terminal, nil where nothing limits a line.
    let width: Int?
    /// Whether the terminal shows ASCII alone.
    let isASCII: Bool

    /// Returns a line in as many as it takes.
    func lines(of line: String) -> [StyledText] {
        let text = StyledText(isASCII ? Self.ascii(line) : line)
        guard let width, text.width > width else { return [text] }
        let indent = hangingIndent(of: line, width)
        let margin = StyledText(String(repeating: " ", count: indent.column))
        let joined = Self.joiningBrackets(in: String(text.plain.dropFirst(indent.lead)))
        let rest = StyledText(joined).wrapped(to: max(1, width - indent.column))
        let first = StyledText(String(text.plain.prefix(indent.lead)))
        return rest.enumerated()
            .map { index, part in
                (index == 0 ? first : margin) + StyledText(part.plain.replacing(Self.joint, with: " "))
            }
    }

    /// How many characters stand before the text that is broken, and the column in which it goes on.
    ///
    /// That is the second column of a list, where there is room; else a little further in than what is indented.
    private func hangingIndent(of line: String, _ width: Int) -> (lead: Int, column: Int) {
        let indent = line.prefix { $0 == " " }.count
        let words = line.dropFirst(indent)
        if indent > 0, let gap = words.firstRange(of: "  ") {
            let start = words[gap.lowerBound...].firstIndex { $0 != " " } ?? words.endIndex
            let column = line.distance(from: line.startIndex, to: start)
            if column <= width / 2 { return (column, column) }
        }
        return (indent, indent > 0 ? indent + 4 : 0)
    }

    /// What stands for a space at which a line is not to be broken.
    private static let joint = "\u{A0}"

    /// The text with its spaces inside `[…]` made unbreakable, so that an option stays with its value.
    private static func joiningBrackets(in text: String) -> String {
        var depth = 0
        return text.reduce(into: "") { result, character in
            if character == "[" { depth += 1 } else if character == "]" { depth -= 1 }
            result += depth > 0 && character == " " ? joint : String(character)
        }
    }

    /// The text with ASCII in the place of the signs that help is written with.
    private static func ascii(_ line: String) -> String {
        line.reduce(into: "") { $0 += $1 == "…" ? "..." : String($1) }
    }
}
