// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import TerminalText

@Suite("Text that a terminal is sent", .serialized, .inTurn)
struct SafeTextTests {
    @Test(
        "What would steer the terminal is shown as escapes",
        arguments: [
            ("plain ~", "plain ~"), ("Zoë 日本 👨‍👩‍👧 🇩🇪", "Zoë 日本 👨‍👩‍👧 🇩🇪"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
            ("a\r\nb", "a\\r\\nb"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"), ("\0", "\\u{0}"), ("\u{7F}", "\\u{7f}"), ("\u{9b}1m", "\\u{9b}1m"),
            ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"), ("a\u{202E}b\u{2066}c", "a\\u{202e}b\\u{2066}c"),
            ("\u{200B}\u{FEFF}\u{AD}", "\\u{200b}\\u{feff}\\u{ad}"), ("\u{E0041}", "\\u{e0041}"),
            ("\u{61C}", "\\u{61c}"),
            ("نمی\u{200C}خواهم", "نمی\u{200C}خواهم"), ("\u{200E}", "\\u{200e}"),
        ]
    )
    func escapes(text: String, expected: String) {
        #expect(safeForTerminal(text) == expected)
        #expect(safeForTerminal(expected) == expected)
    }

    @Test("Safe text never holds a control character")
    func isSafe() {
        for value in (0..<0x3000).map(UInt32.init) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let safe = safeForTerminal("a\(String(scalar))b").unicodeScalars
            #expect(safe.allSatisfy { $0.properties.generalCategory != .control })
        }
    }

    @Test("Every control, separator, invisible scalar and turn of direction is escaped")
    func listsUnsafeScalars() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isUnsafe =
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: true
                case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
                default: ["\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}"].contains(scalar)
                }
            // One expectation for all: a million of them take their time.
            guard isUnsafeForTerminal(scalar) == isUnsafe else {
                Issue.record("U+\(String(value, radix: 16)) should be \(isUnsafe ? "escaped" : "shown")")
                continue
            }
        }
    }

    @Test("A scalar is escaped alone as it is in text")
    func escapesScalars() {
        for scalar in "a\n\r\té\u{1B}\u{9B}\u{202E}\u{200D}".unicodeScalars {
            #expect(safeForTerminal(scalar) == safeForTerminal(String(scalar)))
        }
    }
}
