// SPDX-License-Identifier: MIT

/// A field of a CSV record: where its text is and how it was written.
struct CSVField: Hashable, Sendable {
    /// Where the text begins, behind the quote if it has one.
    var start: Int
    /// Where the text ends, before the quote if it has one.
    var end: Int
    /// Whether the field stood in quotes.
    let wasQuoted: Bool
    /// Whether quotes in the text are doubled.
    let hasDoubledQuotes: Bool

    /// The place of the text.
    var range: Range<Int> { start..<end }

    /// Writes the text with its quotes single to the start of `bytes`, which grows if it must, and returns its length.
    func unescape(_ text: Span<UInt8>, into bytes: inout [UInt8]) -> Int {
        if bytes.count < range.count {
            bytes.append(contentsOf: repeatElement(0, count: range.count &- bytes.count))
        }
        // One span for all bytes: appending them one by one would ask for uniqueness each time.
        var target = bytes.mutableSpan
        var length = 0
        var position = start
        while position < end {
            let byte = text[position]
            target[length] = byte
            length &+= 1
            position &+= byte == UInt8(ascii: "\"") ? 2 : 1
        }
        return length
    }

    /// The text with its quotes single.
    func unescaped(_ text: Span<UInt8>) -> [UInt8] {
        if !hasDoubledQuotes { return range.map { text[$0] } }
        var bytes: [UInt8] = []
        let length = unescape(text, into: &bytes)
        return Array(bytes.prefix(length))
    }
}
