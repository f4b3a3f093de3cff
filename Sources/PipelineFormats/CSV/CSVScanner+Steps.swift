// SPDX-License-Identifier: MIT

/// The steps of the reader: each reads a run of bytes and says whether the record is complete with it.
extension CSVScanner {
    /// Skips U+FEFF at the very start; true where more of the text must be there to tell.
    mutating func skipByteOrderMark() -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let length = min(bytes.count, mark.count)
        if bytes[..<length] == mark[..<length] {
            guard length == mark.count || isFinished else { return true }
            if length == mark.count { position = length }
        }
        recordStart = position
        state = .fieldStart
        return false
    }

    mutating func startField() -> Bool {
        switch bytes[position] {
        case UInt8(ascii: "\""):
            position &+= 1
            hasDoubledQuotes = false
            state = .quoted
        case UInt8(ascii: "\n") where fields.isEmpty:
            skipEmptyLine()
            return false
        case UInt8(ascii: "\r") where fields.isEmpty:
            position &+= 1
            state = .afterCarriageReturn
            return false
        default:
            state = .unquoted
        }
        fieldStart = position
        return false
    }

    private mutating func skipEmptyLine() {
        position &+= 1
        lineFeeds &+= 1
        beginRecord()
        state = .fieldStart
    }

    mutating func scanUnquoted() throws(RecordError) -> Bool {
        position = Self.firstIndex(below: 0x2D, in: bytes.span, from: position)
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case UInt8(ascii: ","):
            addField(upTo: position, wasQuoted: false)
            position &+= 1
            state = .fieldStart
        case UInt8(ascii: "\n"):
            addField(upTo: position, wasQuoted: false)
            endLine()
            return true
        case UInt8(ascii: "\r"):
            addField(upTo: position, wasQuoted: false)
            position &+= 1
            state = .afterCarriageReturn
        case UInt8(ascii: "\""):
            throw skipping("A quote is inside a field without quotes")
        default:
            position &+= 1
        }
        return false
    }

    mutating func scanQuoted() -> Bool {
        position = Self.firstIndex(below: 0x23, in: bytes.span, from: position)
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case UInt8(ascii: "\""): state = .afterQuote
        case UInt8(ascii: "\n"): lineFeeds &+= 1
        default: break
        }
        position &+= 1
        return false
    }

    mutating func scanAfterQuote() throws(RecordError) -> Bool {
        switch bytes[position] {
        case UInt8(ascii: "\""):
            hasDoubledQuotes = true
            position &+= 1
            state = .quoted
        case UInt8(ascii: ","):
            addField(upTo: position &- 1, wasQuoted: true)
            position &+= 1
            state = .fieldStart
        case UInt8(ascii: "\n"):
            addField(upTo: position &- 1, wasQuoted: true)
            endLine()
            return true
        case UInt8(ascii: "\r"):
            addField(upTo: position &- 1, wasQuoted: true)
            position &+= 1
            state = .afterCarriageReturn
        default:
            throw skipping("Text follows a closing quote")
        }
        return false
    }

    mutating func scanAfterCarriageReturn() throws(RecordError) -> Bool {
        guard bytes[position] == UInt8(ascii: "\n") else {
            throw skipping("A carriage return has no line feed")
        }
        if fields.isEmpty {
            skipEmptyLine()
            return false
        }
        endLine()
        return true
    }

    /// Skips the rest of a line that is wrong.
    mutating func skipLine() -> Bool {
        while position < bytes.count {
            position &+= 1
            if bytes[position &- 1] == UInt8(ascii: "\n") {
                lineFeeds &+= 1
                state = .fieldStart
                break
            }
        }
        beginRecord()
        return false
    }

    private mutating func skipping(_ problem: String) -> RecordError {
        state = .skipping
        return RecordError(problem, line: line)
    }

    @inline(__always)
    mutating func addField(upTo end: Int, wasQuoted: Bool) {
        fields.append(
            CSVField(
                start: fieldStart,
                end: end,
                wasQuoted: wasQuoted,
                hasDoubledQuotes: wasQuoted && hasDoubledQuotes
            )
        )
    }

    @inline(__always)
    private mutating func endLine() {
        position &+= 1
        lineFeeds &+= 1
        state = .fieldStart
    }

    /// The first place from `start` on with a byte below `bound`, the text's end where there is none.
    @inline(__always)
    private static func firstIndex(below bound: UInt8, in text: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while let word = ByteWord(text, at: place) {
            let length = word.prefixLength(notBelow: bound)
            place &+= length
            if length < 8 { return place }
        }
        while place < text.count, text[place] >= bound { place &+= 1 }
        return place
    }
}
