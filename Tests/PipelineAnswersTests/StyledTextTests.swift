// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineAnswers

@Suite("Styled text", .serialized, .inTurn)
struct StyledTextTests {
    @Test("Styled text without colour is plain text")
    func rendersStyles() {
        let text = StyledText("a", .bold) + StyledText("b") + StyledText("c", TextStyle(isDim: true, color: .red))
        #expect(text.rendered(.plain) == "abc")
        #expect(text.rendered(.ansi) == "\u{1b}[1ma\u{1b}[0mb\u{1b}[2;31mc\u{1b}[0m")
        #expect(StyledText("").rendered(.ansi) == "")
        #expect(("x" as StyledText).rendered(.ansi) == "x")
        #expect(text.width == 3)
    }

    @Test(
        "Styled text wraps at spaces, and inside a word that is too long",
        arguments: [
            ("the quick brown fox", 10, ["the quick", "brown fox"]),
            ("the quick brown fox", 9, ["the quick", "brown fox"]),
            ("the quick", 5, ["the", "quick"]),
            ("abcdefgh", 3, ["abc", "def", "gh"]),
            ("日本語", 3, ["日", "本", "語"]),
            ("日本", 1, ["日", "本"]),
            ("", 5, [""]),
            ("a    b", 3, ["a", "b"]),
            ("   abc", 4, ["   a", "bc"]),
            ("ab", 0, ["a", "b"]),
        ] as [(String, Int, [String])]
    )
    func wraps(text: String, width: Int, expected: [String]) {
        #expect(StyledText(text).wrapped(to: width).map(\.plain) == expected)
    }

    @Test(
        "Styled text is cut to fit",
        arguments: [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abc", 1, "…"), ("abc", 0, ""), ("日本語", 4, "日…")]
    )
    func truncates(text: String, width: Int, expected: String) {
        #expect(StyledText(text).truncated(to: width).plain == expected)
    }

    @Test("Styled text shows control characters as escapes")
    func escapes() {
        #expect(StyledText("a\u{1b}[31m\n\u{202E}b").plain == "a\\u{1b}[31m\\n\\u{202e}b")
    }

    @Test("Styled text loses nothing but spaces when it wraps")
    func wrapsWhole() {
        var random = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            let text = random.text(of: "ab  é日😀", upTo: 20)
            let width = Int.random(in: 2...8, using: &random)
            let lines = StyledText(text, .bold).wrapped(to: width)
            #expect(lines.allSatisfy { $0.width <= width })
            #expect(lines.map(\.plain).joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }

    @Test("A text of twenty thousand words wraps")
    func wrapsLongText() {
        let text = String(repeating: "word ", count: 20_000)
        #expect(StyledText(text).wrapped(to: 40).count == 2_500)
    }
}
