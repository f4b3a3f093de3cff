// SPDX-License-Identifier: MIT

/// The marks under the part of a command that an error is about.
package enum Caret {
    /// The columns of the command that stand before the mark at most.
    private static let longestLead = 60

    /// Returns the command and a line with marks under the bytes of `range`, both safe for a terminal; nothing where
    /// the marks would stand too far to the right to help.
    package static func lines(under range: Range<Int>, in command: String) -> [StyledText] {
        let bytes = Array(command.utf8)
        let start = min(max(range.lowerBound, 0), bytes.count)
        let end = min(max(range.upperBound, start), bytes.count)
        let lead = DisplayWidth.of(safeForTerminal(String(decoding: bytes[..<start], as: UTF8.self)))
        guard lead <= longestLead else { return [] }
        let marked = DisplayWidth.of(safeForTerminal(String(decoding: bytes[start..<end], as: UTF8.self)))
        let count = min(max(marked, 1), longestLead)
        let line = StyledText(command).truncated(to: longestLead * 2)
        let marks = String(repeating: "^", count: count)
        return [line, StyledText(String(repeating: " ", count: lead)) + StyledText(marks, .color(.red))]
    }
}
