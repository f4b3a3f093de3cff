// SPDX-License-Identifier: MIT

internal import PipelineCore

extension JSONScanner {
    /// Reads a string, whose opening quote is the next byte.
    mutating func scanString(_ text: Span<UInt8>) throws(JSONError) -> JSONToken {
        let start = position
        var place = start &+ 1
        var hasEscapes = false
        while place < text.count {
            if let word = ByteWord(text, at: place) {
                let plain = word.plainPrefixLength
                place &+= plain
                if plain == 8 { continue }
            }
            let byte = text[place]
            if byte == UInt8(ascii: "\"") {
                move(to: place &+ 1)
                return JSONToken(.string, start..<position, hasEscapes: hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                place = try Self.endOfEscape(text, at: place)
            } else if byte < 0x20 {
                throw JSONError("unescaped control character in a string", at: place)
            } else if byte < 0x80 {
                place &+= 1
            } else if let length = UTF8Validity.sequenceLength(in: text, at: place) {
                place &+= length
            } else {
                throw JSONError("invalid UTF-8", at: place)
            }
        }
        throw JSONError("unterminated string that begins", at: start)
    }

    /// The place after an escape, whose backslash stands at `start`.
    private static func endOfEscape(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
        guard text.count &- start >= 2 else { throw JSONError("incomplete escape", at: start) }
        switch text[start &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start &+ 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit(text, at: start)
            if unit & 0xF800 != 0xD800 { return start &+ 6 }
            guard unit & 0xFC00 == 0xD800, text.count &- start >= 8, text[start &+ 6] == UInt8(ascii: "\\"),
                text[start &+ 7] == UInt8(ascii: "u"), try codeUnit(text, at: start &+ 6) & 0xFC00 == 0xDC00
            else { throw JSONError("unpaired surrogate", at: start) }
            return start &+ 12
        default:
            throw JSONError("invalid escape", at: start)
        }
    }

    /// The number in `\u1234`, whose backslash stands at `start`.
    private static func codeUnit(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> UInt32 {
        guard text.count &- start >= 6 else { throw JSONError("incomplete escape", at: start) }
        var value: UInt32 = 0
        for index in start &+ 2..<start &+ 6 {
            guard let digit = text[index].hexadecimalValue else {
                throw JSONError("expected a hexadecimal digit", at: index)
            }
            value = value &<< 4 | UInt32(digit)
        }
        return value
    }
}
