// SPDX-License-Identifier: MIT

/// One word of a command, with its quoting resolved.
package struct Word: Hashable, Sendable {
    /// What the word says, without its quotes and escapes.
    package var text: String
    /// Where the word stands in the command, in bytes of UTF-8, quotes included.
    package var range: Range<Int>
    /// Whether any part of the word stood in quotes.
    package var isQuoted: Bool

    /// Makes a word from its text and its place.
    package init(_ text: String, range: Range<Int> = 0..<0, isQuoted: Bool = false) {
        self.text = text
        self.range = range
        self.isQuoted = isQuoted
    }
}

extension Word {
    /// The longest part of a word that an error's sentence repeats, in scalars.
    private static let longestMention = 60

    /// The word in quotation marks for an error's sentence, shortened where it is very long.
    package var mention: String { Word.mention(text) }

    /// The text in quotation marks for an error's sentence, shortened where it is very long.
    package static func mention(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: longestMention, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return "\"\(text)\"" }
        return "\"\(String(scalars[..<end]))…\""
    }
}
