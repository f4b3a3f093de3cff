// SPDX-License-Identifier: MIT

import CommandLanguage
import PipelineAnswers
import PipelineCore
import PipelineFormats
import TestSupport
import Testing

@testable import PipelineShell

@Suite("The grammar", .serialized, .inTurn)
struct GrammarTests {
    private func parsed(_ line: String) throws -> ParsedCommand {
        try #require(try Grammar.pipeline.parse(line))
    }

    @Test("Operands and options are read in any order")
    func readsOptions() throws {
        let lines = [
            "import costs a.csv --format csv --skip-invalid", "import --skip-invalid costs --format=csv a.csv",
        ]
        for line in lines {
            let command = try parsed(line)
            #expect(command.command == .importFile)
            #expect(command.operands.map(\.text) == ["costs", "a.csv"])
            #expect(command[.format]?.text == "csv")
            #expect(command.flags.contains(.skipInvalid))
            #expect(!command.flags.contains(.all))
        }
    }

    @Test(
        "An option takes the next word, whatever it begins with",
        arguments: ["--amount -5", "--amount=-5", "'--amount' \"-5\"", "\"--amount=-5\""]
    )
    func takesNextWord(option: String) throws {
        #expect(try parsed("add cost --type x \(option)")[.amount]?.text == "-5")
        #expect(try parsed("add cost --type --amount \(option)")[.type]?.text == "--amount")
    }

    @Test("The value of an option may be empty or have more signs in it")
    func splitsAtFirstSign() throws {
        #expect(try parsed("costs --period=")[.period]?.text == "")
        #expect(try parsed("add cost --type a=b --amount 1 '--details={\"a=b\":1}'")[.type]?.text == "a=b")
        let value = try #require(try parsed("costs --period=week")[.period])
        #expect(value.range == 15..<19)
    }

    @Test("Two dashes end the options")
    func endsOptions() throws {
        #expect(try parsed("login -- --period").operands.map(\.text) == ["--period"])
        #expect(try parsed("export costs -- -").operands.map(\.text) == ["costs", "-"])
    }

    @Test(
        "Flags are read with and without a value",
        arguments: [
            ("costs --records", true, false), ("costs --records=true", true, false),
            ("costs --records=false", false, true), ("costs --no-records", false, true),
            ("costs --no-records=false", true, false), ("costs", false, false),
        ]
    )
    func readsFlags(line: String, with: Bool, without: Bool) throws {
        let flags = try parsed(line).flags
        #expect(flags.contains(.records) == with)
        #expect(flags.contains(.noRecords) == without)
    }

    @Test("A command that repeats another is taken apart, quoted or not")
    func readsNestedCommands() throws {
        for line in ["watch 2 notifications --unread", "watch 2 'notifications --unread'"] {
            let command = try parsed(line)
            #expect(command.operands.map(\.text) == ["2"])
            #expect(command.nested?.command == .notifications)
            #expect(command.nested?.flags.contains(.unread) == true)
        }
    }

    @Test("A command with --help asks for its help")
    func helps() throws {
        #expect(try parsed("add cost --help").command == .help)
        #expect(try parsed("add cost --help").operands.map(\.text) == ["add", "cost"])
        #expect(try parsed("exit").command == .quit)
        #expect(try parsed("?").command == .help)
    }

    @Test(
        "An error has the name, the place and a suggestion",
        arguments: [
            ("csots", "command", 0..<5, "costs"),
            ("COSTS", "command", 0..<5, "costs"),
            ("notif", "command", 0..<5, "notifications"),
            ("xyzzy", "command", 0..<5, nil),
            ("''", "command", 0..<2, nil),
            ("cost add", "command", 0..<8, "add cost"),
            ("user", "command", 0..<4, "users"),
            ("user ad", "command", 5..<7, "add"),
            ("ad cost --type", "command", 0..<7, "add cost"),
            ("check", "command", 0..<5, nil),
            ("costs --perod week", "costs", 6..<13, "--period"),
            ("costs --perod=week", "costs", 6..<13, "--period"),
            ("whoami --x", "whoami", 7..<10, nil),
            ("costs week", "costs", 6..<10, "--period week"),
            ("notifications unread", "notifications", 14..<20, "--unread"),
            ("login", "login", 0..<5, nil),
            ("login a b", "login", 8..<9, nil),
            ("import costs", "import", 7..<12, nil),
            ("import cost x", "import", 7..<11, "costs"),
            ("format jsn", "format", 7..<10, "json"),
            ("timing maybe", "timing", 7..<12, nil),
            ("export costs x --format focus", "format", 24..<29, nil),
            ("read", "read", 0..<4, nil),
            ("read abcd --all", "read", 5..<9, nil),
            ("unread --all", "unread", 7..<12, nil),
            ("costs --period", "period", 6..<14, nil),
            ("costs --start-date", "start_date", 6..<18, nil),
            ("costs --period week --period=week", "period", 20..<33, nil),
            ("costs --records --no-records", "no_records", 16..<28, nil),
            ("notifications --unread=yes", "unread", 23..<26, nil),
            ("add cost --type x", "amount", 16..<17, nil),
            ("watch 2", "watch", 6..<7, nil),
            ("watch 2 watch 2 costs", "watch", 8..<21, nil),
            ("watch 2 ''", "watch", 8..<10, nil),
            ("watch 2 'costs --x'", "costs", 8..<19, nil),
        ] as [(String, String, Range<Int>, String?)]
    )
    func refuses(line: String, name: String, range: Range<Int>, replacement: String?) throws {
        let error = try #require(throws: CommandError.self) { _ = try Grammar.pipeline.parse(line) }
        #expect(error.error.code == .invalid(name: name))
        #expect(error.range == range)
        #expect(error.replacement == replacement)
        if let replacement { #expect(error.error.details.contains(replacement)) }
    }

    @Test("The commands check and repair are understood as arguments of the program only")
    func readsArguments() throws {
        let command = try #require(try Grammar.pipeline.parse(arguments: ["repair", "a", "--to", "b"]))
        #expect(command.command == .repair)
        #expect(command[.to]?.text == "b")
        #expect(try Grammar.pipeline.parse(arguments: []) == nil)
    }

    @Test("Every command is described exactly once", arguments: CommandID.allCases)
    func describesEveryCommand(id: CommandID) {
        #expect(Grammar.pipeline.commands.count { $0.id == id } == 1)
    }

    @Test("No two commands have one name")
    func namesCommandsApart() {
        let names = Grammar.pipeline.commands.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
    }

    @Test(
        "A command's summary has no full stop, and its options are sentences",
        arguments: CommandID.allCases
    )
    func summarizes(id: CommandID) throws {
        let command = try #require(Grammar.pipeline.commands.first { $0.id == id })
        #expect(command.summary.first?.isUppercase == true && command.summary.last?.isLetter == true)
        for option in command.options {
            #expect(option.summary.first?.isUppercase == true && option.summary.last == ".", "\(option.name)")
        }
        #expect(command.notes.last.map { $0.last == "." } ?? true)
    }

    @Test("Opposite options name each other", arguments: CommandID.allCases)
    func pairsOpposites(id: CommandID) throws {
        let command = try #require(Grammar.pipeline.commands.first { $0.id == id })
        #expect(Set(command.options.map(\.name)).count == command.options.count)
        for option in command.options {
            guard let opposite = option.opposite else { continue }
            #expect(command.option(opposite)?.opposite == option.name)
        }
    }

    @Test("A command's examples are parsed as that command", arguments: CommandID.allCases)
    func takesExamples(id: CommandID) throws {
        let command = try #require(Grammar.pipeline.commands.first { $0.id == id })
        #expect(!command.examples.isEmpty)
        for example in command.examples {
            var words = try CommandTokenizer.words(in: example)
            if command.isProgramOnly { words.removeFirst() }
            #expect(try Grammar.pipeline.parse(words, allowsProgramCommands: true)?.command == id)
        }
    }

    @Test("The choices of a value are all cases of its enumeration")
    func offersWholeEnumerations() throws {
        func choices(_ id: CommandID, _ option: OptionName) -> [String]? {
            Grammar.pipeline.commands.first { $0.id == id }?.option(option)?.kind?.choices
        }
        let costs = Grammar.pipeline.commands.first { $0.id == .costs }
        #expect(
            costs?.option(.period)?.kind
                == .period((Period.allCases.map(\.rawValue) + CalendarPeriod.allCases.map(\.rawValue)))
        )
        #expect(choices(.addNotification, .priority) == Priority.allCases.map(\.name))
        #expect(choices(.importFile, .format) == FileFormat.allCases.map(\.rawValue))
        let format = Grammar.pipeline.commands.first { $0.id == .format }
        #expect(format?.operands.first?.kind.choices == AnswerFormat.all.map(\.name))
    }

    @Test(
        "The names of options are written with dashes",
        arguments: [
            (.startDate, "start-date"), (.jobID, "job-id"), (.actionURL, "action-url"), (.id, "id"),
            (.noRecords, "no-records"), (.skipInvalid, "skip-invalid"),
        ] as [(OptionName, String)]
    )
    func spellsOptions(name: OptionName, spelling: String) {
        #expect(name.spelling == spelling)
        #expect(OptionName(parameter: name.parameter) == name)
    }

    @Test("There are fewer option names than a set of them has bits")
    func fitsOptionNames() {
        #expect(OptionName.allCases.count <= 64)
    }

    @Test("Any words give a command or an error, in which very long words are shortened")
    func isTotal() throws {
        let error = try #require(throws: CommandError.self) {
            _ = try Grammar.pipeline.parse(String(repeating: "x", count: 1 << 20))
        }
        #expect(error.error.details.utf8.count < 200)
        let vocabulary = [
            "costs", "add", "cost", "watch", "2", "--", "--period", "--x=", "=", "", "-", "--type=a", "'", "\"", "#",
            "read", "--all",
        ]
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let words = (0..<Int.random(in: 0...6, using: &random))
                .map { _ in vocabulary.randomElement(using: &random) ?? "" }
            let line = words.joined(separator: " ")
            do throws(CommandError) {
                _ = try Grammar.pipeline.parse(line)
            } catch {
                #expect((error.range?.upperBound ?? 0) <= line.utf8.count)
            }
        }
    }
}
