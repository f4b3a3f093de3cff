// SPDX-License-Identifier: MIT

/// A field of a CSV record: where its text stands and how it was written.
struct CSVField: Hashable, Sendable {
    /// Where the text begins, behind the quote where it has one.
    var start: Int
    /// Where the text ends, before the quote where it has one.
    var end: Int
    /// Whether the field stood in quotes.
    let wasQuoted: Bool
    /// Whether quotes in the text are doubled.
    let hasDoubledQuotes: Bool

    /// Where the text stands.
    var range: Range<Int> { start..<end }

    /// Whether the field is empty and without quotes, as PostgreSQL writes null.
    var isEmptyUnquoted: Bool { !wasQuoted && start == end }

    /// Appends the text with its quotes single.
    func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        var position = start
        while position < end {
            let byte = text[position]
            bytes.append(byte)
            position &+= byte == UInt8(ascii: "\"") ? 2 : 1
        }
    }
}
