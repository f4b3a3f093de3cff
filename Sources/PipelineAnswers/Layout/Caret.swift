// SPDX-License-Identifier: MIT

internal import TerminalText

/// The marks under the part of a command that an error is about.
package enum Caret {
    /// The columns that a command takes at most.
    private static let widest = 120

    /// Returns the command and a line with marks under the bytes of `range`, both safe for a terminal and no wider than
    /// `width`; of a command that is wider, the part around the marks.
    package static func lines(under range: Range<Int>, in command: String, width: Int? = nil) -> [StyledText] {
        let width = max(1, min(width ?? widest, widest))
        let bytes = Array(command.utf8)
        let start = min(max(range.lowerBound, 0), bytes.count)
        let end = min(max(range.upperBound, start), bytes.count)
        var lead = safeForTerminal(String(decoding: bytes[..<start], as: UTF8.self))
        let marked = safeForTerminal(String(decoding: bytes[start..<end], as: UTF8.self))
        let rest = safeForTerminal(String(decoding: bytes[end...], as: UTF8.self))
        let count = max(1, min(DisplayWidth.of(marked), width))
        if DisplayWidth.of(lead + marked + rest) > width, DisplayWidth.of(lead) + count >= width {
            lead = ending(of: lead, width: max(0, (width - count) / 2))
        }
        let shown = DisplayWidth.of(lead + marked) == width ? lead + marked : lead + marked + rest
        let line = StyledText(shown).truncated(to: width)
        let margin = String(repeating: " ", count: DisplayWidth.of(lead))
        return [line, StyledText(margin) + StyledText(String(repeating: "^", count: count), .color(.red))]
    }

    /// The end of a text, with `…` before it, in so many columns.
    private static func ending(of text: String, width: Int) -> String {
        guard width > 0 else { return "" }
        var used = 1
        var start = text.endIndex
        while start > text.startIndex {
            let before = text.index(before: start)
            used += DisplayWidth.of(text[before])
            if used > width { break }
            start = before
        }
        return "…" + text[start...]
    }
}
