// SPDX-License-Identifier: MIT

/// The number of columns that text takes on a terminal.
package enum DisplayWidth {
    /// Returns the columns that `text` takes; control characters take none.
    ///
    /// - Complexity: O(*n*).
    package static func of(_ text: String) -> Int {
        if isPlain(text) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// Returns the columns that one character, as readers see it, takes.
    package static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.isASCII, scalars.count == 1 { return first.value >= 0x20 && first.value != 0x7F ? 1 : 0 }
        if isEmojiSequence(scalars, first) { return 2 }
        return scalars.reduce(0) { $0 + of($1) }
    }

    /// Returns the longest beginning of `text` that fits `width` columns, with `…` at its end if something is missing.
    package static func truncate(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 0 else { return "" }
        return prefix(of: text, width: width - 1) + "…"
    }

    /// Returns the longest beginning of `text` that fits `width` columns.
    static func prefix(of text: String, width: Int) -> String {
        var used = 0
        var end = text.startIndex
        while end < text.endIndex {
            used += of(text[end])
            if used > width { break }
            end = text.index(after: end)
        }
        return String(text[..<end])
    }

    /// Whether the text has printable ASCII alone, a byte and a column each.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    /// Whether the scalars make one picture: a flag, a joined sequence, a keycap, or a sign shown as one.
    private static func isEmojiSequence(_ scalars: Character.UnicodeScalarView, _ first: Unicode.Scalar) -> Bool {
        guard first.properties.isEmoji else { return false }
        if first.properties.isEmojiPresentation { return !isRegionalIndicator(first) || scalars.count > 1 }
        return scalars.contains { $0.value == 0xFE0F || $0.value == 0x200D && scalars.count > 2 }
    }

    /// Whether the scalar is half of a flag.
    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    /// The columns that one scalar takes outside a sequence.
    private static func of(_ scalar: Unicode.Scalar) -> Int {
        // Vowels and finals of Hangul stand inside the syllable that their initial opens.
        if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .lineSeparator, .paragraphSeparator, .surrogate: return 0
        case .format: return scalar.value == 0xAD ? 1 : 0
        default: return WideScalars.contains(scalar) ? 2 : 1
        }
    }
}
