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
                    "A command is one line; here a second line follows. End the first with \\ to join them.",
                    at: index..<count
                )
            }
        }
    }

    /// The length of the line end at `offset`, or nil where there is none.
    func lineEndLength(at offset: Int) -> Int? {
        switch byte(at: offset) {
        case Byte.lineFeed: 1
        case Byte.carriageReturn where byte(at: offset + 1) == Byte.lineFeed: 2
        default: nil
        }
    }

    /// The length of a `\` that joins the next line on, line end included, or nil where there is none.
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
        throw .invalid("command", "The quote \(sign) is not closed before the end of the line.", at: open..<position)
    }
}
