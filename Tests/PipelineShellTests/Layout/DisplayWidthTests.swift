// SPDX-License-Identifier: MIT

import Testing

@testable import PipelineShell

@Suite("Text on a terminal")
struct DisplayWidthTests {
    @Test(
        "takes as many columns as it shows",
        arguments: [
            ("", 0), ("abc", 3), ("Zoë", 3), ("e\u{301}", 1), ("日本語", 6), ("ｆｕｌｌ", 8), ("한글", 4),
            ("\u{1112}\u{1161}\u{11AB}", 2),
            ("😀", 2), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("🇩", 1), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("1", 1), ("👍🏽", 2), ("🏳️‍🌈", 2),
            ("…", 1), ("█▏", 2), ("─", 1), ("\u{200B}", 0), ("\u{7}", 0), ("か\u{3099}", 2), ("א", 1), ("©", 1),
            ("©️", 2),
        ]
    )
    func measures(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width, "\(text)")
    }

    @Test(
        "is cut to fit",
        arguments: [
            ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abc", 1, "…"), ("abc", 0, ""), ("abc", -1, ""), ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"), ("a👨‍👩‍👧‍👦b", 3, "a…"), ("", 0, ""),
        ]
    )
    func truncates(text: String, width: Int, expected: String) {
        #expect(DisplayWidth.truncate(text, to: width) == expected)
        #expect(StyledText(text).truncated(to: width).plain == expected)
    }

    @Test(
        "shows what would steer the terminal as escapes",
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
        #expect(StyledText(text).plain == expected)
        #expect(safeForTerminal(expected) == expected)
    }

    @Test("never holds a control character, whatever comes in")
    func isSafe() {
        for value in (0..<0x3000).map(UInt32.init) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let safe = safeForTerminal("a\(String(scalar))b").unicodeScalars
            #expect(safe.allSatisfy { $0.properties.generalCategory != .control })
        }
    }
}
