// SPDX-License-Identifier: MIT

import Testing

@testable import PipelineShell

@Suite("A caret")
struct CaretTests {
    @Test(
        "stands under the word it is about",
        arguments: [
            ("costs --perod week", 6..<13, "      ^^^^^^^"),
            ("日本 x", 7..<8, "     ^"),
            ("\u{1b} x", 2..<3, "       ^"),
            ("abc", 3..<3, "   ^"),
            ("abc", 5..<9, "   ^"),
            ("abc", -4..<1, "^"),
        ]
    )
    func stands(command: String, range: Range<Int>, expected: String) {
        #expect(Caret.lines(under: range, in: command).last?.plain == expected)
    }

    @Test("is left out where it would stand far to the right")
    func isLeftOut() {
        #expect(Caret.lines(under: 500..<501, in: String(repeating: "x", count: 600)).isEmpty)
    }
}
