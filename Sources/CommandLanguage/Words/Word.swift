// SPDX-License-Identifier: MIT

internal import TerminalText

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

    /// The word in single quotes for an error's sentence, shortened if it is very long.
    package var mention: String { Word.mention(text) }

    /// Returns the text in single quotes for an error's sentence, shortened if it is very long.
    package static func mention(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: longestMention, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return "'\(text)'" }
        return "'\(String(scalars[..<end]))…'"
    }
}

extension Word {
    /// Returns `text` as it is written in a command: bare if it can be, else in quotes.
    package static func quoted(_ text: String) -> String {
        if canStandBare(text) { return text }
        if !text.unicodeScalars.contains(where: { $0 == "'" || mustBeEscaped($0) }) { return "'\(text)'" }
        var written = "\""
        for scalar in text.unicodeScalars { appendEscaped(scalar, to: &written) }
        return written + "\""
    }

    /// Appends one scalar as it is written inside `"…"`.
    static func appendEscaped(_ scalar: Unicode.Scalar, to written: inout String) {
        switch scalar {
        case "\"": written += "\\\""
        case "\\": written += "\\\\"
        case "\n": written += "\\n"
        case "\t": written += "\\t"
        case _ where mustBeEscaped(scalar): written += "\\u{\(String(scalar.value, radix: 16))}"
        default: written.unicodeScalars.append(scalar)
        }
    }

    /// Whether the text is one word without quotes.
    static func canStandBare(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first != "#", text.unicodeScalars.last != "\\" else {
            return false
        }
        return !text.unicodeScalars.contains { scalar in
            scalar == " " || scalar == "'" || scalar == "\"" || mustBeEscaped(scalar)
        }
    }

    /// Whether a scalar is written as an escape, so that a line stays a line and shows what it holds.
    private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool { isUnsafeForTerminal(scalar) }
}

extension Word {
    /// Whether the word is an option, or the end of them.
    @inline(__always)
    var startsWithTwoDashes: Bool {
        var bytes = text.utf8.makeIterator()
        return bytes.next() == UInt8(ascii: "-") && bytes.next() == UInt8(ascii: "-")
    }

    /// The name in `--name` or `--name=value`, and the value.
    func splitOption() -> (name: String, value: Word?) {
        var text = text
        return text.withUTF8 { bytes in
            // Split at ASCII characters, UTF-8 stays UTF-8.
            let name = bytes[2...].prefix { $0 != UInt8(ascii: "=") }
            let spelling = String(decoding: name, as: UTF8.self)
            guard name.endIndex < bytes.endIndex else { return (spelling, nil) }
            let skipped = name.endIndex + 1
            let place = min(range.lowerBound + skipped, range.upperBound)..<range.upperBound
            let value = String(decoding: bytes[skipped...], as: UTF8.self)
            return (spelling, Word(value, range: place, isQuoted: isQuoted))
        }
    }
}
