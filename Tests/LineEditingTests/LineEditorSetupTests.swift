// SPDX-License-Identifier: MIT

import Foundation
import TerminalTestSupport
import TestSupport
import Testing

@testable import LineEditing

/// How an editor starts, is set up by its user, keeps its history, and answers what it cannot do.
@Suite("Setting up a line editor", .serialized, .inTurn)
struct LineEditorSetupTests {
    @Test("An editor without a terminal is refused with a sentence")
    func refusesPlainFiles() async throws {
        let descriptor = open("/dev/null", O_RDWR)
        defer { close(descriptor) }
        let nothing = Terminal(descriptor: descriptor)
        #expect(!nothing.isTerminal && nothing.columns == nil && nothing.rows == nil)
        await #expect(throws: LineEditorError(.notATerminal, "Lines can only be edited at a terminal.")) {
            _ = try await LineEditor(LineEditor.Configuration(input: nothing, output: nothing))
        }
    }

    @Test("A second reader is refused, a cancelled one is answered, a closed editor says so")
    func answersMisuse() throws {
        let terminal = try PseudoTerminal(BuiltProduct.path("LineEditorProbe"), ["--misuse"])
        #expect(try terminal.waitForExit() == 0)
        let told = terminal.screen.transcript.filter { $0.hasPrefix("event:") || $0.hasPrefix("error:") }
        #expect(
            told == [
                "event: interrupted", "error: Another line is being read.", "event: interrupted", "event: terminated",
                "error: The line editor was closed.",
            ]
        )
    }

    @Test("The history lasts from one session to the next, and a line that begins with a space is not in it")
    func keepsHistory() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("state/pipeline/history")
        for text in ["costs --period year", " secret", "users"] {
            let terminal = try PseudoTerminal.probe(["--history", path])
            try terminal.enter(text)
            try terminal.type(Key.ctrlD)
            #expect(try terminal.waitForExit() == 0)
        }
        #expect(try directory.text(of: "state/pipeline/history") == "costs --period year\nusers\n")
        let terminal = try PseudoTerminal.probe(["--history", path])
        try terminal.type(Key.up + Key.up)
        try terminal.wait(forCursorLine: "probe> costs --period year")
        try terminal.type(Key.enter)
        try terminal.wait(forLine: "[costs --period year] 19")
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type("history" + Key.enter)
        try terminal.wait(forLine: "3  history")
        #expect(terminal.screen.shows("1  users") && terminal.screen.shows("2  costs --period year"))
    }

    @Test("A history that cannot be kept is told of once, and lines go on")
    func reportsHistoryFailure() throws {
        let directory = try TemporaryDirectory()
        #expect(symlink("/dev/null", directory.file("history")) == 0)
        let terminal = try PseudoTerminal.probe(["--history", directory.file("history")], columns: 120)
        let warning = "The history is not saved: \(directory.file("history")) is a symbolic link."
        try terminal.wait(forLine: warning)
        try terminal.enter("one")
        try terminal.enter("two")
        try terminal.type(Key.up + Key.up)
        try terminal.wait(forCursorLine: "probe> one")
        #expect(terminal.screen.transcript.count { $0.hasPrefix("The history") } == 1)
    }

    @Test("The keys of vi edit a line, complete a word and recall lines", arguments: [true, false])
    func editsWithViKeys(_ isOption: Bool) throws {
        let home = try TemporaryDirectory()
        if !isOption { try home.write(".editrc", "bind -v\n") }
        let terminal = try PseudoTerminal.probe(isOption ? ["--vi"] : [], environment: ["HOME": home.path])
        try terminal.type("one two" + Key.escape + "bcwthree" + Key.escape + "0iX" + Key.enter)
        try terminal.wait(forLine: "[Xone three] 10")
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type("co" + Key.tab)
        try terminal.wait(forCursorLine: "probe> costs")
        try terminal.type(Key.ctrlC)
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type(Key.up)
        try terminal.wait(forCursorLine: "probe> Xone three")
        try terminal.type(Key.enter)
        try terminal.wait(for: "second answer") { $0.lines.count { $0 == "[Xone three] 10" } == 2 }
    }

    @Test("A user's own bindings win")
    func readsEditrc() throws {
        let home = try TemporaryDirectory()
        try home.write(".editrc", "pipeline:bind ^T ed-move-to-beg\nother:bind ^T ed-newline\n")
        let terminal = try PseudoTerminal.probe(environment: ["HOME": home.path])
        try terminal.type("end\u{14}begin " + Key.enter)
        try terminal.wait(forLine: "[begin end] 9")
    }

    @Test("A user who turns editing off still enters lines")
    func readsWithoutEditing() throws {
        let home = try TemporaryDirectory()
        try home.write(".editrc", "edit off\n")
        let terminal = try PseudoTerminal.probe(environment: ["HOME": home.path])
        try terminal.enter("naïve 日本")
        try terminal.type("dropped" + Key.ctrlC)
        try terminal.wait(forLine: "interrupted")
        // What is typed before the prompt would be echoed before it.
        try terminal.wait(forCursorLine: "probe>")
        try terminal.enter("another")
        try terminal.type(Key.ctrlD)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test("A terminal that cannot move its cursor still edits lines")
    func editsOnDumbTerminal() throws {
        let terminal = try PseudoTerminal.probe(environment: ["TERM": "dumb"])
        try terminal.enter("naïve")
        terminal.send(signal: SIGUSR1)
        try terminal.wait(forLine: "note 1")
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type(Key.ctrlD)
        #expect(try terminal.waitForExit() == 0)
    }
}
