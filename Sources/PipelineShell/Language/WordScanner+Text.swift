// SPDX-License-Identifier: MIT

internal import PipelineCore

extension WordScanner {
    /// Reads one escape inside `"…"` from its `\` on and appends what it stands for.
    mutating func readEscape(into content: inout [UInt8]) throws(CommandError) {
        let start = position
        switch byte(at: position + 1) {
        case Byte.doubleQuote: content.append(Byte.doubleQuote)
        case Byte.backslash: content.append(Byte.backslash)
        case UInt8(ascii: "n"): content.append(Byte.lineFeed)
        case UInt8(ascii: "t"): content.append(Byte.tab)
        case UInt8(ascii: "u"):
            try readScalar(into: &content)
            return
        default:
            let end = endOfScalar(at: start + 1)
            let escape = String(decoding: slice(start..<end), as: UTF8.self)
            throw .invalid(
                "command",
                "\(escape) is no escape; inside \"…\" there are \\\", \\\\, \\n, \\t and \\u{…}.",
                at: start..<end
            )
        }
        position = start + 2
    }

    /// Reads `\u{…}` from its `\` on and appends the scalar.
    private mutating func readScalar(into content: inout [UInt8]) throws(CommandError) {
        let start = position
        var index = start + 2
        var value: UInt32 = 0
        var digits = 0
        if byte(at: index) == Byte.openBrace {
            index += 1
            while digits < 8, let digit = byte(at: index).flatMap(hexadecimalValue) {
                value = value << 4 | UInt32(digit)
                digits += 1
                index += 1
            }
            if digits > 0, byte(at: index) == Byte.closeBrace {
                guard let scalar = Unicode.Scalar(value) else {
                    throw .invalid(
                        "command",
                        "\\u{\(String(value, radix: 16))} is no Unicode scalar: surrogates and values over 10ffff are none.",
                        at: start..<(index + 1)
                    )
                }
                content.append(contentsOf: String(scalar).utf8)
                position = index + 1
                return
            }
        }
        throw .invalid(
            "command",
            "\\u takes one to eight hexadecimal digits in braces, as in \\u{e9}.",
            at: start..<min(max(index, start + 2), count)
        )
    }

    /// The value of a hexadecimal digit, or nil.
    private func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The end of the scalar that begins at `offset`, for a message.
    private func endOfScalar(at offset: Int) -> Int {
        var end = min(offset + 1, count)
        while let byte = byte(at: end), byte & 0xC0 == 0x80 { end += 1 }
        return end
    }

    /// Returns the text that `content`, a word that begins at `start`, spells in UTF-8.
    func text(of content: ArraySlice<UInt8>, at start: Int) throws(CommandError) -> String {
        if let text = String(validating: content, as: UTF8.self) { return text }
        let offset = firstInvalidOffset(from: start)
        let value = byte(at: offset) ?? 0
        let hexadecimal = String(value, radix: 16)
        throw .invalid(
            "command",
            "Byte \(offset + 1) of the command, 0x\(hexadecimal), is not UTF-8.",
            at: offset..<min(offset + 1, count)
        )
    }

    /// The first byte from `start` on that is not part of a scalar in UTF-8.
    private func firstInvalidOffset(from start: Int) -> Int {
        var decoder = UTF8()
        var iterator = slice(start..<count).makeIterator()
        var offset = start
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
        return min(offset, max(count - 1, 0))
    }
}
