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
    var fields: [CSVField] = []
    /// The number of the first line of that record.
    private(set) var line = 1

    // What follows is the state of the steps (`CSVScanner+Steps.swift`) alone.
    var state = State.beforeText
    /// The number of line feeds read.
    var lineFeeds = 0
    var recordStart = 0
    var fieldStart = 0
    var position = 0
    var hasDoubledQuotes = false
    private var isRecordComplete = true
    private(set) var isFinished = false

    /// The most bytes of a record, its line end included.
    static let maximalRecordSize = 16 * 1024 * 1024
    /// The most fields of a record.
    static let maximalFieldCount = 4096

    enum State {
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

    /// Reads the next record; false where the pieces so far hold no whole one.
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
