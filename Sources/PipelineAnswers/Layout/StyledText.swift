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

    /// Whether there is no text.
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
