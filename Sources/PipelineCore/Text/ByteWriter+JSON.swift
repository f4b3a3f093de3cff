// SPDX-License-Identifier: MIT

extension ByteWriter {
    /// Writes a string as a JSON string: quoted, with the quote, the backslash and control characters escaped
    /// (RFC 8259, section 7).
    public mutating func appendJSON(_ text: String) {
        var text = text
        text.withUTF8 { appendJSON($0.span) }
    }

    /// Writes UTF-8 bytes as a JSON string.
    ///
    /// - Complexity: O(n); bytes that need no escape are copied run by run.
    public mutating func appendJSON(_ text: Span<UInt8>) {
        // The longest form of a byte is \u00XX.
        reserve(text.count &* 6 &+ 2)
        append(UInt8(ascii: "\""))
        var start = 0
        for position in 0..<text.count {
            let byte = text[position]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte != 0x7F { continue }
            append(text.extracting(start..<position))
            appendEscape(byte)
            start = position &+ 1
        }
        append(text.extracting(start..<text.count))
        append(UInt8(ascii: "\""))
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
