// SPDX-License-Identifier: MIT

/// What is UTF-8 and what is not (Unicode 16, table 3-7).
enum UTF8Validity {
    /// The number of bytes of the well-formed sequence that begins at `position`, nil if there is none.
    static func sequenceLength(in text: Span<UInt8>, at position: Int) -> Int? {
        let lead = text[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard text.count &- position >= length, second.contains(text[position &+ 1]) else { return nil }
        for index in 2..<max(length, 2) where text[position &+ index] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The string of the bytes, nil if they are not UTF-8.
    static func string(_ bytes: Span<UInt8>) -> String? {
        // The buffer is read before the closure returns.
        bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
    }
}
