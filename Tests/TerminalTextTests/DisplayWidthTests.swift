// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import TerminalText

@Suite("Text on a terminal", .serialized, .inTurn)
struct DisplayWidthTests {
    @Test(
        "Text takes as many columns as it shows",
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
        "A prefix is the longest that fits",
        arguments: [
            ("abc", 3, "abc"), ("abcd", 3, "abc"), ("abc", 0, ""), ("abc", -1, ""), ("日本語", 5, "日本"),
            ("日本語", 3, "日"), ("a👨‍👩‍👧‍👦b", 2, "a"), ("", 0, ""),
        ]
    )
    func cuts(text: String, width: Int, expected: String) {
        #expect(DisplayWidth.prefix(of: text, width: width) == expected)
    }
}
