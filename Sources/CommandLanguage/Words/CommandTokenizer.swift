// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The reader that takes one command apart into words.
///
/// Words are separated by spaces and tabs. `'…'` is literal; `"…"` knows `\"`, `\\`, `\n`, `\t` and `\u{…}`; quoted and
/// bare parts that touch are one word; `#` at the start of a word begins a comment. A bare `\` is literal, except at
/// the end of a line, where it joins the next line on with nothing between. Every other character is data. A line that
/// stands alone has no end here: `CommandLineSplitter` is what knows the lines of a script.
package enum CommandTokenizer {
    /// Returns the words of the command that `bytes` spells in UTF-8.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: An error about a quote without an end, an unknown escape, bytes that are not UTF-8, or a second line.
    package static func words(in bytes: ArraySlice<UInt8>) throws(CommandError) -> [Word] {
        var scanner = WordScanner(bytes)
        var words: [Word] = []
        words.reserveCapacity(8)
        while let word = try scanner.next() { words.append(word) }
        return words
    }

    /// Returns the words of the command in `bytes`.
    package static func words(in bytes: [UInt8]) throws(CommandError) -> [Word] {
        try words(in: bytes[...])
    }

    /// Returns the words of the command in `text`.
    package static func words(in text: String) throws(CommandError) -> [Word] {
        try words(in: Array(text.utf8)[...])
    }

    /// Returns the words of a command that is still being written, and the quote that is open at its end.
    static func unfinishedWords(in text: String) throws(CommandError) -> UnfinishedCommand {
        var scanner = WordScanner(Array(text.utf8)[...], toleratesOpenQuote: true)
        var words: [Word] = []
        while let word = try scanner.next() { words.append(word) }
        let end = text.utf8.count
        let isInWord = words.last.map { $0.range.upperBound == end } ?? false
        return UnfinishedCommand(
            words: words,
            isInWord: isInWord || scanner.openQuote != nil,
            isInComment: scanner.endedInComment
        )
    }
}

/// A command as it stands before the cursor.
struct UnfinishedCommand: Hashable, Sendable {
    /// The words so far, the unfinished one last.
    var words: [Word]
    /// Whether the last word touches the end, so that more typing makes it longer.
    var isInWord: Bool
    /// Whether the end stands in a comment.
    var isInComment: Bool
}
