// SPDX-License-Identifier: MIT

import CommandLanguage
import LineEditing
import PipelineShell
import TerminalTestSupport
import TestSupport
import Testing

@testable import PipelineConsole

@Suite("Completion at the prompt", .serialized, .inTurn)
struct CompletionTests {
    @Test("Completion inserts verbs, options, values, users, types and ids")
    func completesWords() throws {
        let session = try Place().prompt()
        for (typed, completed) in [
            ("who", "whoami "), ("costs --per", "costs --period "),
            ("costs --period last-y", "costs --period last-year "),
            ("login b", "login bob@example.com "), ("add cost --type tr", "add cost --type training_compute "),
            ("read 9", "read 9b1d0000 "), ("add notification --type job", "add notification --type job_completed "),
            ("add cost --amount 5 --am", "add cost --amount 5 --am"),
        ] {
            try session.type(typed + Key.tab)
            try session.wait(forInput: completed)
            try session.type(Key.ctrlU)
            try session.wait(forInput: "")
        }
    }

    @Test("Completion inserts the names of files, quoted if necessary, and of directories with a slash")
    func completesFiles() throws {
        let place = try Place()
        try place.directory.write("two words.csv", [])
        let session = try place.prompt(columns: 120)
        let directory = place.directory.path
        try session.type("source \(directory)/set" + Key.tab)
        try session.wait(forInput: "source \(directory)/setup.pipeline ")
        try session.type(Key.ctrlU + "import costs \(directory)/tw" + Key.tab)
        try session.wait(forInput: "import costs '\(directory)/two words.csv' ")
        try session.type(Key.ctrlU + "import costs \(directory)/sto" + Key.tab)
        try session.wait(forInput: "import costs \(directory)/store/")
    }

    @Test("Completion lists ids with their titles, unread ones first, and explains options")
    func explains() throws {
        let session = try Place().prompt()
        try session.type("read " + Key.tab)
        try session.wait(forLine: "9b1d0000  Training completed")
        try session.wait(forLine: "aaaa0000  Model ready for download")
        let lines = session.screen.lines
        #expect(
            lines.firstIndex { $0.hasPrefix("9b1d0000") } ?? .max < lines.firstIndex { $0.hasPrefix("aaaa0000") } ?? -1
        )
        try session.wait(forInput: "read ")
        try session.type(Key.ctrlC)
        try session.wait(forInput: "")
        try session.type("costs --" + Key.tab)
        try session.wait(forLine: "--no-records      Leave out the records.")
    }

    @Test("Completion knows at once what a command has added")
    func refreshes() throws {
        let session = try Place().prompt()
        try session.type("add cost --type überwachung --amount 1" + Key.enter)
        try session.wait(for: "record") { $0.lines.contains { $0.contains("überwachung") } }
        try session.wait(forInput: "")
        try session.type("add cost --type üb" + Key.tab + "--amount 2")
        try session.wait(forInput: "add cost --type überwachung --amount 2")
    }

    @Test("Completion counts what it replaces in characters, whatever their scalars")
    func countsCharacters() {
        let completion = PromptCompletion()
        completion.update(CompletionVocabulary(users: ["zoe\u{301}@example.com", "日本@example.com"]))
        let accented = completion.complete("login zoe\u{301}")
        #expect(accented.replacementLength == 3)
        #expect(accented.candidates.map(\.text) == ["zoe\u{301}@example.com"])
        #expect(completion.complete("login 日").replacementLength == 1)
        #expect(completion.complete("login \u{301}").candidates.isEmpty)
        completion.continueLines(["login \\"])
        #expect(completion.complete("zo").candidates.count == 1)
        completion.continueLines(["log\\"])
        #expect(completion.complete("i").candidates.isEmpty)
    }
}
