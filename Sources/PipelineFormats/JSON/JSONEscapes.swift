// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The inside of a JSON string that the scanner has found valid, read from left to right.
struct JSONEscapes {
    var position: Int
    let end: Int

    /// Appends the bytes that the string stands for.
    mutating func resolve(_ text: Span<UInt8>, into bytes: inout [UInt8]) {
        while position < end {
            let byte = text[position]
            position &+= 1
            guard byte == UInt8(ascii: "\\"), position < end else {
                bytes.append(byte)
                continue
            }
            let escape = text[position]
            position &+= 1
            switch escape {
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"): appendScalar(text, to: &bytes)
            default: bytes.append(escape)
            }
        }
    }

    private mutating func appendScalar(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        var value = takeUnit(text)
        if value & 0xFC00 == 0xD800 {
            position &+= 2
            value = 0x10000 &+ (value & 0x3FF) &<< 10 &+ takeUnit(text) & 0x3FF
        }
        // A validated string has no lone surrogate, so that every value is a scalar.
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    private mutating func takeUnit(_ text: Span<UInt8>) -> UInt32 {
        guard end &- position >= 4 else { return 0 }
        var value: UInt32 = 0
        for index in 0..<4 { value = value &<< 4 | UInt32(text[position &+ index].hexadecimalValue ?? 0) }
        position &+= 4
        return value
    }
}
