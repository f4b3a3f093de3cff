// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineAnswers

@Suite("A caret", .serialized, .inTurn)
struct CaretTests {
    @Test(
        "A caret stands under the word that it is about",
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

    @Test(
        "A caret keeps to the width of the terminal, with the part of the command that it is about",
        arguments: [
            (10..<14, 20, ["costs abc defg hijk…", "          ^^^^"]),
            (15..<19, 20, ["costs abc defg hijk…", "               ^^^^"]),
            (16..<22, 20, ["…defg hijk lm nop q…", "       ^^^^^^"]), (20..<22, 12, ["…ijk lm nop…", "     ^^"]),
            (20..<22, 2, ["lm", "^^"]), (0..<30, 10, ["costs abc…", "^^^^^^^^^^"]),
        ]
    )
    func keepsWidth(range: Range<Int>, width: Int, expected: [String]) {
        let command = "costs abc defg hijk lm nop qrs tuv"
        #expect(Caret.lines(under: range, in: command, width: width).map(\.plain) == expected)
    }

    @Test("A caret can stand far to the right in a long command")
    func standsFarRight() {
        let lines = Caret.lines(under: 500..<501, in: String(repeating: "x", count: 500) + "!").map(\.plain)
        #expect(lines[0].last == "!" && lines[0].count == lines[1].count)
    }
}
