// SPDX-License-Identifier: MIT

extension ByteWriter {
    /// Writes a string as a JSON string: quoted, with the quote, the backslash and control characters escaped
    /// (RFC 8259, section 7).
    package mutating func appendJSON(_ text: String) {
        var text = text
        text.withUTF8 { appendJSON($0.span) }
    }

    /// Writes UTF-8 bytes as a JSON string.
    ///
    /// - Complexity: O(n); bytes that need no escape are copied run by run.
    package mutating func appendJSON(_ text: Span<UInt8>) {
        // The longest form of a byte is \u00XX.
        reserve(text.count &* 6 &+ 2)
        append(UInt8(ascii: "\""))
        var start = 0
        while true {
            let position = Self.endOfPlainRun(of: text, from: start)
            append(text.extracting(start..<position))
            guard position < text.count else { break }
            appendEscape(text[position])
            start = position &+ 1
        }
        append(UInt8(ascii: "\""))
    }

    /// The first place from `start` on whose byte needs an escape, the text's end if there is none.
    private static func endOfPlainRun(of text: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position &+ 8 <= text.count {
            // In bounds by the loop's condition; unaligned, since a text begins anywhere.
            let word = text.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            let length = plainLength(UInt64(littleEndian: word))
            position &+= length
            if length < 8 { return position }
        }
        while position < text.count, !needsEscape(text[position]) { position &+= 1 }
        return position
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    /// The number of bytes of a word, the first of them in the lowest bits, before the first that needs an escape.
    @inline(__always)
    private static func plainLength(_ word: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ ones &* 0x22
        let backslashes = word ^ ones &* 0x5C
        let deletes = word ^ ones &* 0x7F
        // A borrow marks bytes behind the first that is marked rightly, and the first alone counts.
        let marks =
            (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (deletes &- ones) & ~deletes
            | (word &- ones &* 0x20) & ~word
        return (marks & (ones &* 0x80)).trailingZeroBitCount &>> 3
    }

    private mutating func appendEscape(_ byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        default:
            append("u00")
            append(Self.digit(byte &>> 4))
            append(Self.digit(byte & 0xF))
        }
    }
}
