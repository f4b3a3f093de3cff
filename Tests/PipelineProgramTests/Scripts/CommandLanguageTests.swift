// SPDX-License-Identifier: MIT

import TestSupport
internal import Testing

@Suite("The command language, from outside", .serialized, .inTurn)
struct CommandLanguageTests {
    private static func type(_ words: String, _ type: String) -> Case {
        Case("add cost --amount 1 \(words)", .value("cost_type", .string(type)))
    }

    @Test("Quotes, escapes, comments and continued lines")
    func words() throws {
        try Case.check([
            Self.type("--type a", "a"), Self.type("--type 'a b'", "a b"), Self.type("--type \"a b\"", "a b"),
            Self.type("--type 'a\"b'", "a\"b"), Self.type("--type \"a'b\"", "a'b"),
            Self.type("--type a'b'\"c\"d", "abcd"),
            Self.type(#"--type "\"\\\n\t\u{1F680}""#, "\"\\\n\t🚀"), Self.type(#"--type 'a\n'"#, #"a\n"#),
            Self.type(#"--type a\b"#, #"a\b"#), Self.type("--type=a", "a"), Self.type("--type='a b'", "a b"),
            Self.type("--type==1", "=1"), Self.type("--type --amount", "--amount"), Self.type("--type -5", "-5"),
            Self.type("--type a#b", "a#b"), Self.type("--type a # comment --bogus 'open", "a"),
            Self.type("--type '#'", "#"), Self.type("--ty\\\npe a\\\nb", "ab"), Self.type("\\\n--type \\\n a", "a"),
            Self.type("--type a # no continuation \\", "a"), Self.type("--type a\r", "a"),
            Case(#"add cost --amount 1 --type "\x""#, .error("Invalid command")),
            Case(#"add cost --amount 1 --type "\u{D800}""#, .error("Invalid command")),
            Case("add cost --amount 1 --type 'open", .error("Invalid command")),
            Case("add cost --amount 1 --type a --type b", .error("Invalid type")),
            Case("add cost --amount 1 --type", .error("Invalid type")),
            Case("add cost --amount 1 --typ a", .error("Invalid add cost")),
            Case("costs --records --no-records", .error("Invalid no_records")),
            Case("costs --records --records", .error("Invalid records")),
            Case("costs surplus", .error("Invalid costs")), Case("--period week costs", .error("Invalid command")),
            Case("COSTS", .error("Invalid command")), Case("login -- \(Session.alice)"),
            Case("read -- --all", .error("Not found")), Case("check", .error("Invalid command")),
            Case("repair a --to b", .error("Invalid command")), Case("watch", .error("Invalid watch")),
            Case("format yaml", .error("Invalid format")), Case("timing maybe", .error("Invalid timing")),
            Case("timing on"), Case("timing off"), Case("set corrections off"), Case("history"), Case("help add cost"),
            Case("help bogus", .error("Invalid command")), Case("snapshots"), Case("info"),
        ])
    }

    @Test(
        "An unknown verb or option suggests the nearest one",
        arguments: [
            ("cost", "costs"), ("notifcations", "notifications"), ("costs --perod week", "--period"),
            ("add csot", "add cost"), ("usr add", "user add"), ("cost add", "add cost"),
        ]
    )
    func suggestions(command: String, expected: String) throws {
        let answers = try Session.answersForAlice(to: [command])
        #expect(answers[0]["details"].text?.contains("Did you mean '\(expected)'?") == true, "\(answers[0])")
    }

    @Test("Blank lines and comments do nothing; what is no UTF-8 or too long is an error of its line alone")
    func strangeInput() throws {
        let before = Array("\n  \n# users\n\t\r\nusers\n".utf8)
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 17 << 20)
        let bytes = before + [0xFF, 0xC0, 0x0A] + [0x00, 0x0A] + long + Array("\nusers".utf8)
        let result = try Program.run(["--memory", "--format", "json"], input: bytes)
        let answers = try result.lines.map { try StrictJSONParser.parse($0) }
        #expect(answers.map { $0["success"] == true } == [true, false, false, false, true])
        #expect(result.status == 1)
        let table = try Program.run(["--memory"], input: bytes)
        #expect(table.errorLines.map { $0.prefix { $0 != " " } } == ["stdin:6:", "stdin:7:", "stdin:8:"])
        for scalar in table.errors.unicodeScalars { #expect(scalar == "\n" || !scalar.properties.isControl) }
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { generalCategory == .control }
}
