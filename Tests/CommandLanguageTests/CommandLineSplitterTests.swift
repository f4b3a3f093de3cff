// SPDX-License-Identifier: MIT

import PipelineCore
import TestSupport
import Testing

@testable import CommandLanguage

@Suite("A script", .serialized, .inTurn)
struct CommandLineSplitterTests {
    /// The commands of a script that is fed in chunks of the given sizes, over and over.
    private func commands(_ bytes: [UInt8], chunks: [Int] = [1 << 20], maximum: Int = 1 << 20) -> [String] {
        var splitter = CommandLineSplitter(maximumLength: maximum)
        var found: [String] = []
        func describe(_ command: ScriptCommand) -> String {
            switch command.content {
            case .success(let bytes): "\(command.line):\(String(decoding: bytes, as: UTF8.self))"
            case .failure: "\(command.line)!"
            }
        }
        var position = 0
        var turn = 0
        while position < bytes.count {
            let end = min(position + max(chunks[turn % chunks.count], 1), bytes.count)
            splitter.feed(Array(bytes[position..<end]))
            while let command = splitter.next() { found.append(describe(command)) }
            position = end
            turn += 1
        }
        splitter.finish()
        while let command = splitter.next() { found.append(describe(command)) }
        return found
    }

    @Test(
        "A script is split into its commands with their first lines",
        arguments: [
            ("", []),
            ("\n\n  \n# x\n", []),
            ("a", ["1:a"]),
            ("a\nb\n", ["1:a", "2:b"]),
            ("a\r\n\r\nb\r\n", ["1:a", "3:b"]),
            ("a\rb\n", ["1:a\rb"]),
            ("a \\\nb\nc", ["1:a b", "3:c"]),
            ("a\\\r\nb\r\nc", ["1:ab", "3:c"]),
            ("\\\n\\\na\n", ["1:a"]),
            ("\\\n\\\n\nb", ["4:b"]),
            ("a\\", ["1:a"]),
            ("a\\\n", ["1:a"]),
            ("a\\\nb\\", ["1:ab"]),
            ("a\\\\\nb", ["1:a\\b"]),
            ("# a\\\nb", ["2:b"]),
            ("x # a\\\nb", ["1:x # a\\", "2:b"]),
            ("x\\\n# a\\\nb", ["1:x# ab"]),
            ("x \\\n# a\\\nb", ["1:x # a\\", "3:b"]),
            ("'a\\\nb", ["1:'a\\", "2:b"]),
            ("\"a\\\nb", ["1:\"a\\", "2:b"]),
            ("\"a\\\"\" \\\nb", ["1:\"a\\\"\" b"]),
            ("\u{FEFF}a\nb", ["1:a", "2:b"]),
            ("\u{FEFF}", []),
            ("\u{FEFF}\\\na", ["1:a"]),
            ("a\n\u{FEFF}b", ["1:a", "2:\u{FEFF}b"]),
        ] as [(String, [String])]
    )
    func splits(script: String, expected: [String]) {
        let bytes = Array(script.utf8)
        #expect(commands(bytes) == expected)
        #expect(commands(bytes, chunks: [1]) == expected)
    }

    @Test("A script gives the same commands wherever its chunks end")
    func ignoresChunks() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<3_000 {
            let script = Array(random.text(of: "ab'\"\\\\#  \n\n\r\u{FEFF}", upTo: 30).utf8)
            let expected = commands(script, maximum: 8)
            let sizes = (0..<4).map { _ in Int.random(in: 1...9, using: &random) }
            #expect(commands(script, chunks: sizes, maximum: 8) == expected, "\(script) \(sizes)")
        }
    }

    @Test("Joined lines mean to the tokenizer what they mean together")
    func agreesWithTokenizer() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<3_000 {
            let lines = random.text(of: "ab'\"\\\\# ", upTo: 8) + "\\\n" + random.text(of: "ab'\"\\# ", upTo: 8) + "\n"
            let found = commands(Array(lines.utf8))
            let whole = Result { try CommandTokenizer.words(in: lines).map(\.text) }
            guard case .success(let words) = whole else { continue }
            let parts = found.flatMap { (try? CommandTokenizer.words(in: String($0.dropFirst(2))).map(\.text)) ?? [] }
            #expect(parts == words, "\(lines)")
        }
    }

    @Test("A command that is too long is refused, and the script goes on")
    func boundsCommands() {
        let script = Array("12345678\n123456789\nabc\n1234\\\n56789\nd\n".utf8)
        for size in [1, 3, 100] {
            #expect(commands(script, chunks: [size], maximum: 8) == ["1:12345678", "2!", "3:abc", "4!", "6:d"])
        }
        #expect(commands(Array("123456789".utf8), maximum: 8) == ["1!"])
    }

    @Test("A splitter tells whether a command goes on")
    func continues() {
        var splitter = CommandLineSplitter()
        splitter.feed(Array("a \\\n".utf8))
        #expect(splitter.next()?.line == nil)
        #expect(splitter.isContinuing)
        splitter.feed(Array("b\n".utf8))
        #expect(splitter.next()?.line == 1)
        #expect(!splitter.isContinuing)
    }

    @Test("A splitter may be fed again before its commands are taken")
    func keepsWhatIsNotTaken() {
        var splitter = CommandLineSplitter()
        splitter.feed(Array("a\nb\n".utf8))
        #expect(splitter.next()?.line == 1)
        splitter.feed(Array("c\n".utf8))
        #expect(splitter.next()?.line == 2)
        #expect(splitter.next()?.line == 3)
        #expect(splitter.next()?.line == nil)
    }
}
