// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The state of reading words from one command, one word at a time.
struct WordScanner {
    /// The command's bytes.
    let bytes: ArraySlice<UInt8>
    /// Whether a quote may be open at the end, as it is while a command is being written.
    let toleratesOpenQuote: Bool
    /// The next byte to read, counted from the start of the command.
    var position = 0
    /// The quote that was open at the end.
    private(set) var openQuote: UInt8?
    /// Whether the command ended in a comment.
    private(set) var endedInComment = false

    /// Starts at the beginning of `bytes`.
    init(_ bytes: ArraySlice<UInt8>, toleratesOpenQuote: Bool = false) {
        self.bytes = bytes
        self.toleratesOpenQuote = toleratesOpenQuote
    }

    /// The number of bytes in the command.
    var count: Int { bytes.count }

    /// The byte at `offset` from the start of the command, or nil past its end.
    @inline(__always)
    func byte(at offset: Int) -> UInt8? {
        offset < bytes.count ? bytes[bytes.startIndex &+ offset] : nil
    }

    /// The command's bytes between two offsets.
    func slice(_ range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[(bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
    }

    /// Returns the next word, or nil at the end of the command.
    mutating func next() throws(CommandError) -> Word? {
        guard try skipToWord() else { return nil }
        let start = position
        let plainEnd = endOfPlainRun(from: start)
        if isEndOfWord(at: plainEnd) {
            position = plainEnd
            return Word(try text(of: slice(start..<plainEnd), at: start), range: start..<plainEnd)
        }
        return try mixedWord(from: start, plainEnd: plainEnd)
    }

    /// Moves to the first byte of the next word; false at the end of the command.
    private mutating func skipToWord() throws(CommandError) -> Bool {
        while let byte = byte(at: position) {
            if Byte.isBlank(byte) {
                position += 1
            } else if byte == Byte.numberSign {
                endedInComment = true
                while let byte = self.byte(at: position), byte != Byte.lineFeed { position += 1 }
            } else if let length = lineEndLength(at: position) {
                endedInComment = false
                try requireNothing(after: position + length)
                position = count
            } else if let length = joinLength(at: position) {
                // A line that is joined on before any word: the next line starts a word, or a comment.
                position += length
            } else {
                return true
            }
        }
        return false
    }

    /// Refuses a command that goes on after the end of its line.
    private func requireNothing(after offset: Int) throws(CommandError) {
        for index in offset..<max(offset, count) {
            guard let byte = byte(at: index) else { return }
            let isLineEnd = byte == Byte.lineFeed || byte == Byte.carriageReturn
            guard Byte.isBlank(byte) || isLineEnd else {
                throw .invalid(
                    "command",
                    "command must be one line; end a line with \\ to continue it on the next.",
                    at: index..<count
                )
            }
        }
    }

    /// The length of the line end at `offset`, or nil if there is none.
    func lineEndLength(at offset: Int) -> Int? {
        switch byte(at: offset) {
        case Byte.lineFeed: 1
        case Byte.carriageReturn where byte(at: offset + 1) == Byte.lineFeed: 2
        default: nil
        }
    }

    /// The length of a `\` that joins the next line on, line end included, or nil if there is none.
    func joinLength(at offset: Int) -> Int? {
        guard byte(at: offset) == Byte.backslash else { return nil }
        return lineEndLength(at: offset + 1).map { $0 + 1 }
    }

    /// The first offset from `start` on whose byte is not simply part of a bare word.
    private func endOfPlainRun(from start: Int) -> Int {
        let span = bytes.span
        var index = start
        while index < span.count {
            switch span[index] {
            case Byte.space, Byte.tab, Byte.lineFeed, Byte.doubleQuote, Byte.singleQuote: return index
            case Byte.carriageReturn where lineEndLength(at: index) != nil: return index
            case Byte.backslash where joinLength(at: index) != nil: return index
            default: index += 1
            }
        }
        return index
    }

    /// Whether a word that reaches `offset` ends there.
    private func isEndOfWord(at offset: Int) -> Bool {
        guard let byte = byte(at: offset) else { return true }
        return Byte.isBlank(byte) || lineEndLength(at: offset) != nil
    }

    /// Reads a word with quotes or joined lines in it, whose first `plainEnd - start` bytes are plain.
    private mutating func mixedWord(from start: Int, plainEnd: Int) throws(CommandError) -> Word {
        var content = Array(slice(start..<plainEnd))
        var isQuoted = false
        position = plainEnd
        while let byte = byte(at: position), !isEndOfWord(at: position) {
            if byte == Byte.singleQuote {
                isQuoted = true
                try readLiteral(into: &content)
            } else if byte == Byte.doubleQuote {
                isQuoted = true
                try readEscaped(into: &content)
            } else if let length = joinLength(at: position) {
                position += length
            } else {
                let end = max(endOfPlainRun(from: position), position + 1)
                content.append(contentsOf: slice(position..<end))
                position = end
            }
        }
        let text = try text(of: content[...], at: start)
        return Word(text, range: start..<position, isQuoted: isQuoted)
    }

    /// Reads `'…'` from the opening quote on.
    private mutating func readLiteral(into content: inout [UInt8]) throws(CommandError) {
        let open = position
        position += 1
        let start = position
        while let byte = byte(at: position), lineEndLength(at: position) == nil {
            if byte == Byte.singleQuote {
                content.append(contentsOf: slice(start..<position))
                position += 1
                return
            }
            position += 1
        }
        content.append(contentsOf: slice(start..<position))
        try endInsideQuote(openedAt: open, quote: Byte.singleQuote)
    }

    /// Reads `"…"` from the opening quote on.
    private mutating func readEscaped(into content: inout [UInt8]) throws(CommandError) {
        let open = position
        position += 1
        while let byte = byte(at: position), lineEndLength(at: position) == nil {
            if byte == Byte.doubleQuote {
                position += 1
                return
            }
            if byte == Byte.backslash, position + 1 < count, lineEndLength(at: position + 1) == nil {
                try readEscape(into: &content)
            } else {
                content.append(byte)
                position += 1
            }
        }
        try endInsideQuote(openedAt: open, quote: Byte.doubleQuote)
    }

    /// Notes, or refuses, a quote that the line ended in.
    private mutating func endInsideQuote(openedAt open: Int, quote: UInt8) throws(CommandError) {
        if toleratesOpenQuote, position == count {
            openQuote = quote
            return
        }
        let sign = quote == Byte.singleQuote ? "'" : "\""
        throw .invalid("command", "The closing \(sign) is missing.", at: open..<position)
    }
}

extension WordScanner {
    /// Reads one escape inside `"…"` from its `\` on and appends what it stands for.
    mutating func readEscape(into content: inout [UInt8]) throws(CommandError) {
        let start = position
        switch byte(at: position + 1) {
        case Byte.doubleQuote: content.append(Byte.doubleQuote)
        case Byte.backslash: content.append(Byte.backslash)
        case UInt8(ascii: "n"): content.append(Byte.lineFeed)
        case UInt8(ascii: "t"): content.append(Byte.tab)
        case UInt8(ascii: "u"):
            try readScalar(into: &content)
            return
        default:
            let end = endOfScalar(at: start + 1)
            let escape = String(decoding: slice(start..<end), as: UTF8.self)
            throw .invalid(
                "command",
                "There is no escape '\(escape)'. Inside \"…\", use \\\", \\\\, \\n, \\t or \\u{…}.",
                at: start..<end
            )
        }
        position = start + 2
    }

    /// Reads `\u{…}` from its `\` on and appends the scalar.
    private mutating func readScalar(into content: inout [UInt8]) throws(CommandError) {
        let start = position
        var index = start + 2
        var value: UInt32 = 0
        var digits = 0
        if byte(at: index) == Byte.openBrace {
            index += 1
            while digits < 8, let digit = byte(at: index).flatMap(hexadecimalValue) {
                value = value << 4 | UInt32(digit)
                digits += 1
                index += 1
            }
            if digits > 0, byte(at: index) == Byte.closeBrace {
                guard let scalar = Unicode.Scalar(value) else {
                    throw .invalid(
                        "command",
                        "'\\u{\(String(value, radix: 16))}' is not a Unicode scalar value.",
                        at: start..<(index + 1)
                    )
                }
                content.append(contentsOf: String(scalar).utf8)
                position = index + 1
                return
            }
        }
        throw .invalid(
            "command",
            "\\u must be followed by one to eight hexadecimal digits in braces, as in \\u{e9}.",
            at: start..<min(max(index, start + 2), count)
        )
    }

    /// The value of a hexadecimal digit, or nil.
    private func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The end of the scalar that begins at `offset`, for a message.
    private func endOfScalar(at offset: Int) -> Int {
        var end = min(offset + 1, count)
        while let byte = byte(at: end), byte & 0xC0 == 0x80 { end += 1 }
        return end
    }

    /// Returns the text that `content`, a word that begins at `start`, spells in UTF-8.
    func text(of content: ArraySlice<UInt8>, at start: Int) throws(CommandError) -> String {
        if let text = String(validating: content, as: UTF8.self) { return text }
        let offset = firstInvalidOffset(from: start)
        let value = byte(at: offset) ?? 0
        let hexadecimal = String(value, radix: 16)
        throw .invalid(
            "command",
            "command must be UTF-8, but byte \(offset + 1) is 0x\(hexadecimal).",
            at: offset..<min(offset + 1, count)
        )
    }

    /// The first byte from `start` on that is not part of a scalar in UTF-8.
    private func firstInvalidOffset(from start: Int) -> Int {
        var decoder = UTF8()
        var iterator = slice(start..<count).makeIterator()
        var offset = start
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
        return min(offset, max(count - 1, 0))
    }
}
