// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import TerminalText

@Suite("A stream of UTF-8", .serialized, .inTurn)
struct UTF8DecoderTests {
    private func decode(_ bytes: [UInt8], by size: Int) -> String {
        var decoder = UTF8Decoder()
        var result = String.UnicodeScalarView()
        for start in stride(from: 0, to: bytes.count, by: size) {
            decoder.append(bytes[start..<min(bytes.count, start + size)])
            while let scalar = decoder.next() { result.append(scalar) }
        }
        return String(result)
    }

    @Test("A text is decoded alike however its bytes arrive", arguments: [1, 2, 3, 5, 100])
    func decodesInPieces(_ size: Int) {
        let text = "a é 日本 😀 \u{0} \u{7FF} \u{800} \u{FFFF} \u{10FFFF}"
        #expect(decode(Array(text.utf8), by: size) == text)
    }

    @Test(
        "Invalid bytes are replaced as the standard library does it",
        arguments: [
            [0x80, 0x41], [0xC3, 0x41], [0xC0, 0xAF, 0x41], [0xE0, 0x80, 0x41], [0xED, 0xA0, 0x80, 0x41],
            [0xF4, 0x90, 0x80, 0x80, 0x41], [0xF0, 0x9F, 0x98, 0x41], [0xFF, 0xFE, 0x41],
            [0xE6, 0x97, 0xE6, 0x97, 0xA5, 0x41],
        ] as [[UInt8]]
    )
    func replacesInvalidBytes(_ bytes: [UInt8]) {
        for size in [1, 100] {
            #expect(decode(bytes, by: size) == String(decoding: bytes, as: UTF8.self))
        }
    }
}
