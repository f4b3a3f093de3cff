// SPDX-License-Identifier: MIT

/// Reads CSV as RFC 4180, PostgreSQL's `COPY … CSV` and Supabase write it, handed over in pieces of any size.
///
/// ```swift
/// scanner.append(piece)
/// while try scanner.next() { use(scanner.fields, scanner.bytes) }
/// ```
///
/// Lines end in LF or CR LF, and empty lines count for nothing. Quotes are read at the edges of a field alone: one
/// inside of a field without quotes, or text behind a closing quote, is an error, after which reading goes on with the
/// next line. How the text was cut into pieces never shows.
struct CSVScanner: Sendable {
    /// The bytes that ``fields`` point into.
    private(set) var bytes: [UInt8] = []
    /// The fields of the record that ``next()`` read.
    private(set) var fields: [CSVField] = []
    /// The number of the first line of that record.
    private(set) var line = 1

    private var state = State.beforeText
    /// The number of line feeds read.
    private var lineFeeds = 0
    private var recordStart = 0
    private var fieldStart = 0
    private var position = 0
    private var hasDoubledQuotes = false
    private var isRecordComplete = true
    private(set) var isFinished = false

    /// The most bytes of a record, its line end included.
    static let maximalRecordSize = 16 * 1024 * 1024
    /// The most fields of a record.
    static let maximalFieldCount = 4096

    private enum State {
        case beforeText
        case fieldStart
        case unquoted
        case quoted
        case afterQuote
        case afterCarriageReturn
        case skipping
    }

    /// Takes the next piece of the text.
    mutating func append(_ piece: Span<UInt8>) {
        let consumed = isRecordComplete ? position : recordStart
        if consumed > 0 { removePrefix(consumed) }
        bytes.append(piece)
    }

    /// Says that no piece follows.
    mutating func finish() {
        isFinished = true
    }

    /// Reads the next record; false if the pieces so far hold no whole one.
    ///
    /// - Throws: ``RecordError``; the call after it reads on behind the line that is wrong.
    mutating func next() throws(RecordError) -> Bool {
        if isRecordComplete { beginRecord() }
        while position < bytes.count {
            let isComplete =
                switch state {
                case .beforeText: skipByteOrderMark()
                case .fieldStart: startField()
                case .unquoted: try scanUnquoted()
                case .quoted: scanQuoted()
                case .afterQuote: try scanAfterQuote()
                case .afterCarriageReturn: try scanAfterCarriageReturn()
                case .skipping: skipLine()
                }
            if isComplete {
                if state == .beforeText { return false }
                try checkBounds()
                isRecordComplete = true
                return true
            }
        }
        try checkBounds()
        return isFinished ? try endOfText() : false
    }

    private mutating func removePrefix(_ length: Int) {
        bytes.removeSubrange(0..<length)
        position -= length
        fieldStart -= length
        recordStart = 0
        for index in fields.indices {
            fields[index].start -= length
            fields[index].end -= length
        }
    }

    mutating func beginRecord() {
        isRecordComplete = false
        fields.removeAll(keepingCapacity: true)
        recordStart = position
        line = lineFeeds &+ 1
    }

    private func checkBounds() throws(RecordError) {
        guard position &- recordStart <= Self.maximalRecordSize else {
            throw RecordError("The record that begins here is longer than 16 MiB", line: line, isFinal: true)
        }
        guard fields.count <= Self.maximalFieldCount else {
            throw RecordError("The record has more than \(Self.maximalFieldCount) fields", line: line, isFinal: true)
        }
    }

    private mutating func endOfText() throws(RecordError) -> Bool {
        let last = state
        state = .fieldStart
        switch last {
        case .quoted:
            isRecordComplete = true
            throw RecordError("A quote that opens in this record is never closed", line: line, isFinal: true)
        case .afterCarriageReturn:
            isRecordComplete = true
            throw RecordError("A carriage return has no line feed", line: line)
        case .afterQuote:
            addField(upTo: position &- 1, wasQuoted: true)
        case .unquoted:
            addField(upTo: position, wasQuoted: false)
        case .fieldStart where !fields.isEmpty:
            fieldStart = position
            addField(upTo: position, wasQuoted: false)
        case .fieldStart, .beforeText, .skipping:
            return false
        }
        try checkBounds()
        isRecordComplete = true
        return true
    }
}

/// The steps of the reader: each reads a run of bytes and says whether the record is complete with it.
extension CSVScanner {
    /// Skips U+FEFF at the very start; true if more of the text must be there to tell.
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

    /// The first place from `start` on with a byte below `bound`, the text's end if there is none.
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

/// Why a part of a file is not a record: what is wrong, and in which line.
struct RecordError: Error, Hashable, Sendable {
    /// What is wrong, as a sentence without its full stop.
    let problem: String
    /// The number of the first line of the record; the first line is line 1.
    let line: Int
    /// Whether nothing behind the place can be read.
    let isFinal: Bool

    init(_ problem: String, line: Int, isFinal: Bool = false) {
        self.problem = problem
        self.line = line
        self.isFinal = isFinal
    }
}
