// SPDX-License-Identifier: MIT

import CommandLanguage
import PipelineCore
import TestSupport
import Testing

@testable import PipelineShell

@Suite("Completion", .serialized, .inTurn)
struct CommandCompletionTests {
    private let vocabulary = CompletionVocabulary(
        users: ["alice@example.com", "bob@example.com", "o'hara@example.com"],
        costTypes: ["storage", "training_compute", "two words"],
        notificationTypes: ["job_failed"],
        notificationIDs: ["9b1d0000", "9b1e0000", "aaaa0000"],
        fileNames: { typed in ["my dir/", "my.csv", "notes.txt"].filter { $0.hasPrefix(typed) } }
    )

    private func complete(_ text: String) -> CommandCompletion {
        Grammar.pipeline.completion(of: text, vocabulary: vocabulary)
    }

    @Test(
        "Completion offers what the grammar and the vocabulary have for the place",
        arguments: [
            ("cos", ["costs"]),
            ("us", ["users", "user"]),
            ("user ", ["add"]),
            ("add c", ["cost"]),
            ("che", []),
            ("login al", ["alice@example.com"]),
            ("login 'al", ["alice@example.com"]),
            ("login AL", ["alice@example.com"]),
            ("login o", ["\"o'hara@example.com\""]),
            ("login alice@example.com ", []),
            ("costs --pe", ["--period"]),
            ("costs --period ", CostPeriod.names), ("costs --period l", ["last-week", "last-month", "last-year"]),
            ("costs --period=w", ["--period=week"]),
            ("costs --period week --r", ["--records"]),
            ("costs --records --", ["--period", "--start-date", "--end-date", "--billing-period"]),
            ("costs -", ["--period", "--start-date", "--end-date", "--billing-period", "--records", "--no-records"]),
            ("costs -- -", []),
            ("whoami ", []),
            ("nothing ", []),
            ("read ", ["9b1d0000", "9b1e0000", "aaaa0000"]),
            ("read 9b1d0000 9", ["9b1e0000"]),
            ("add cost --type t", ["training_compute", "'two words'"]),
            ("add cost --type=two", ["--type='two words'"]),
            ("import ", ["costs", "notifications", "users"]),
            ("import costs my", ["'my dir/", "my.csv"]),
            ("import costs 'my d", ["'my dir/"]),
            ("import costs \"my d", ["'my dir/"]),
            ("repair ", []),
            ("watch 2 notifications --unr", ["--unread"]), ("notifications --type a --type b --ty", ["--type"]),
            ("notifications --priority high --priority ", ["low", "medium", "high"]),
            ("notifications --limit 1 --lim", []),
            ("watch 2 watch ", []),
            ("help add ", ["cost", "notification"]),
            ("help ti", ["timing"]),
            ("set corrections ", ["on", "off"]),
            ("costs # --", []),
            ("costs \"\\x", []),
        ] as [(String, [String])]
    )
    func offers(text: String, expected: [String]) {
        #expect(complete(text).candidates.map(\.text).filter { !$0.isEmpty } == expected)
    }

    @Test("Completion tells which part of the line it replaces")
    func replaces() {
        let completion = complete("login  'Zoë al")
        #expect(completion.range == 7..<15)
        #expect(completion.scalarCount == 7)
        #expect(complete("costs ").range == 6..<6)
        #expect(complete("import costs my").candidates.map(\.endsWord) == [false, true])
    }

    @Test("Completion takes any text")
    func isTotal() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<5_000 {
            let text = random.text(of: "a'\"\\# -=é\n", upTo: 12)
            let completion = complete("costs " + text)
            #expect(completion.range.upperBound == text.utf8.count + 6)
        }
        let deep = String(repeating: "watch 1 ", count: 100_000)
        #expect(complete(deep).candidates.isEmpty)
    }

    @Test("Completion finds a way through every command's examples")
    func knowsExamples() throws {
        for command in Grammar.pipeline.commands where !command.isProgramOnly {
            for example in command.examples {
                for end in example.indices { _ = complete(String(example[..<end])) }
            }
            #expect(!complete(String(command.path[0].dropLast())).candidates.isEmpty)
        }
    }
}
