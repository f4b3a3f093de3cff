// SPDX-License-Identifier: MIT

/// Cuts a text, handed over in pieces of any size, into lines that end in LF or CR LF.
///
/// Lines of white space alone count for nothing, and a byte order mark at the very start is skipped.
struct LineScanner: Sendable {
    /// The bytes that ``range`` points into.
    private(set) var bytes: [UInt8] = []
    /// The place of the line that ``next()`` read, without its end.
    private(set) var range = 0..<0
    /// The number of that line; the first is line 1.
    private(set) var line = 0

    private var position = 0
    private var searched = 0
    private var isFinished = false

    /// The most bytes of a line.
    static let maximalLineSize = 16 * 1024 * 1024

    /// Takes the next piece of the text.
    mutating func append(_ piece: Span<UInt8>) {
        if position > 0 {
            bytes.removeSubrange(0..<position)
            searched -= position
            position = 0
        }
        bytes.append(piece)
    }

    /// Says that no piece follows.
    mutating func finish() {
        isFinished = true
    }

    /// Reads the next line that is not empty; false if the pieces so far hold no whole one.
    mutating func next() throws(RecordError) -> Bool {
        while position < bytes.count {
            let end = Self.firstLineFeed(in: bytes.span, from: searched)
            searched = end
            guard end &- position <= Self.maximalLineSize else {
                throw RecordError("The line is longer than 16 MiB", line: line &+ 1, isFinal: true)
            }
            guard end < bytes.count || isFinished else { return false }
            take(upTo: end)
            if !isBlank { return true }
        }
        return false
    }

    private mutating func take(upTo end: Int) {
        var start = position
        if line == 0, bytes[start..<end].starts(with: [0xEF, 0xBB, 0xBF]) { start &+= 3 }
        let hasReturn = end > start && bytes[end &- 1] == UInt8(ascii: "\r")
        range = start..<(hasReturn ? end &- 1 : end)
        line &+= 1
        position = min(end &+ 1, bytes.count)
        searched = position
    }

    private var isBlank: Bool {
        for index in range where !JSONScanner.isWhiteSpace(bytes[index]) { return false }
        return true
    }

    private static func firstLineFeed(in text: Span<UInt8>, from start: Int) -> Int {
        var place = start
        while let word = ByteWord(text, at: place) {
            let length = word.prefixLength(notBelow: 0x0B)
            place &+= length
            if length == 8 { continue }
            if text[place] == UInt8(ascii: "\n") { return place }
            place &+= 1
        }
        while place < text.count, text[place] != UInt8(ascii: "\n") { place &+= 1 }
        return place
    }
}
