// SPDX-License-Identifier: MIT

import PipelineCore
import TerminalText
import TestSupport
import Testing

@testable import CommandLanguage

@Suite("A command's words", .serialized, .inTurn)
struct CommandTokenizerTests {
    @Test(
        "Words are read as the contract says",
        arguments: [
            ("", []),
            (" \t ", []),
            ("costs", ["costs"]),
            ("  costs\t--period   week ", ["costs", "--period", "week"]),
            ("# a comment", []),
            ("costs # a comment 'with a quote", ["costs"]),
            ("a#b #c", ["a#b"]),
            ("''#b", ["#b"]),
            ("'a b' \"c d\"", ["a b", "c d"]),
            ("'' \"\"", ["", ""]),
            ("a'b c'\"d e\"f", ["ab cd ef"]),
            ("'a\\n\"b'", ["a\\n\"b"]),
            (#""\"\\\n\t\u{e9}\u{1F600}\u{0}""#, ["\"\\\n\té😀\0"]),
            (#"C:\dir \x \"#, ["C:\\dir", "\\x", "\\"]),
            ("a\\\nb", ["ab"]),
            ("a\\\r\nb c", ["ab", "c"]),
            ("a \\\n#b", ["a"]),
            ("a\\\n#b", ["a#b"]),
            ("a\r\n", ["a"]),
            ("a\n\n  \n", ["a"]),
            ("a\rb", ["a\rb"]),
            ("a\0b \u{1}", ["a\0b", "\u{1}"]),
            ("a\u{A0}b", ["a\u{A0}b"]),
            ("Zoë 日本", ["Zoë", "日本"]),
        ] as [(String, [String])]
    )
    func reads(line: String, expected: [String]) throws {
        #expect(try CommandTokenizer.words(in: line).map(\.text) == expected)
    }

    @Test(
        "Words are refused with the place of what is wrong",
        arguments: [
            ("a 'b", 2..<4),
            ("a \"b", 2..<4),
            ("\"a\\\"", 0..<4),
            ("\"a\\", 0..<3),
            ("'a\nb'", 0..<2),
            ("a \"\\x\"", 3..<5),
            ("\"\\é\"", 1..<4),
            ("\"\\u\"", 1..<3),
            ("\"\\u{}\"", 1..<4),
            ("\"\\u{d800}\"", 1..<9),
            ("\"\\u{110000}\"", 1..<11),
            ("\"\\u{1234567890}\"", 1..<12),
            ("costs\nusers", 6..<11),
        ] as [(String, Range<Int>)]
    )
    func refuses(line: String, range: Range<Int>) throws {
        let error = try #require(throws: CommandError.self) { try CommandTokenizer.words(in: line) }
        #expect(error.range == range)
        #expect(error.error.code == .invalid(name: "command"))
    }

    @Test("Words that are not UTF-8 are refused with the byte")
    func refusesInvalidBytes() throws {
        for prefix in ["a ", "a 'x'", "a é"] {
            let bytes = Array(prefix.utf8) + [0x62, 0xFF, 0x63]
            let error = try #require(throws: CommandError.self) { try CommandTokenizer.words(in: bytes) }
            let offset = bytes.count - 2
            #expect(error.range == offset..<(offset + 1))
            #expect(error.error.details.contains("0xff"))
        }
        #expect(throws: CommandError.self) { try CommandTokenizer.words(in: [0xC3]) }
        #expect(throws: CommandError.self) { try CommandTokenizer.words(in: [0xED, 0xA0, 0x80]) }
    }

    @Test("Words carry their place and whether they were quoted")
    func carriesPlaces() throws {
        let words = try CommandTokenizer.words(in: "  é 'b c'd \\\ne")
        #expect(words.map(\.range) == [2..<4, 5..<11, 14..<15])
        #expect(words.map(\.isQuoted) == [false, true, false])
    }

    @Test("Words survive their quoted forms, which steer no terminal")
    func survivesQuoting() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<3_000 {
            let texts = (0..<Int.random(in: 1...4, using: &random))
                .map { _ in
                    random.text(
                        of: "ab'\"\\#- \t\n\r\0=é日😀\u{301}\u{2028}$\u{1B}\u{9B}\u{202E}\u{2066}\u{200F}\u{61C}",
                        upTo: 8
                    )
                }
            let line = texts.map(Word.quoted).joined(separator: " ")
            #expect(try CommandTokenizer.words(in: line).map(\.text) == texts, "\(line)")
            #expect(safeForTerminal(line) == line)
        }
    }

    @Test("Any bytes give words or an error")
    func isTotal() {
        var random = SeededGenerator(seed: 2)
        let alphabet = Array("ab'\"\\#u{}0fn \t\n\r".utf8) + [0, 0x80, 0xC3, 0xA9, 0xFF]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random))
                .map { _ in
                    alphabet.randomElement(using: &random) ?? 0
                }
            do throws(CommandError) {
                for word in try CommandTokenizer.words(in: bytes) { #expect(word.range.upperBound <= bytes.count) }
            } catch {
                #expect((error.range?.upperBound ?? 0) <= bytes.count)
            }
        }
    }
}
