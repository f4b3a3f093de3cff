// SPDX-License-Identifier: MIT

import Foundation
import TerminalTestSupport
import TestSupport
import Testing

/// What else happens on the screen while a line is edited.
@Suite("A line on the screen", .serialized, .inTurn)
struct LineEditorScreenTests {
    @Test("Messages appear above a line that fills several rows, and leave it as it was")
    func postsAboveWrappedLine() throws {
        let terminal = try PseudoTerminal.probe(columns: 20)
        try terminal.type("abcdefghijkl日本語nopqrstuvwxyz")
        try terminal.wait(forCursorLine: "日本語nopqrstuvwxyz")
        for number in 1...30 {
            terminal.send(signal: SIGUSR1)
            try terminal.wait(for: "note \(number)") { $0.lines.contains("note \(number)") }
            try terminal.wait(forCursorLine: "日本語nopqrstuvwxyz")
        }
        let notes = terminal.screen.transcript.filter { $0.hasPrefix("note") }
        #expect(notes == (1...30).map { "note \($0)" })
        #expect(terminal.screen.transcript.count { $0.hasPrefix("probe>") } == 1)
        try terminal.type(Key.enter)
        try terminal.wait(for: "answer") { $0.lines.contains { $0.hasPrefix("[abcdefghijkl日") } }
    }

    @Test("Thousands of messages under a line that is typed lose nothing and hurt nothing")
    func postsManyMessages() throws {
        let terminal = try PseudoTerminal.probe(columns: 30)
        try terminal.type("flood" + Key.enter)
        try terminal.wait(for: "prompt") { $0.cursorLine.hasPrefix("probe>") && $0.transcript.contains("flood 1 1") }
        let words = (1...40).map { "日本\($0)" }
        for word in words { try terminal.type(word) }
        try terminal.wait(for: "every message") { screen in
            (1...4).allSatisfy { screen.transcript.contains("flood \($0) 500") }
        }
        try terminal.type(Key.enter)
        let answer = "[\(words.joined())] \(words.joined().unicodeScalars.count)"
        try terminal.wait(for: "answer") { $0.transcript.joined().contains(answer) }
        for task in 1...4 {
            let shown = terminal.screen.transcript.filter { $0.hasPrefix("flood \(task) ") }
            #expect(shown.count == 500)
            #expect(zip(1..., shown).first { $1 != "flood \(task) \($0)" } == nil)
        }
    }

    @Test("A message leaves the cursor where it stood in the line")
    func postsKeepCursor() throws {
        let terminal = try PseudoTerminal.probe(columns: 20)
        try terminal.type("0123456789abcdefghijklmnop" + String(repeating: Key.left, count: 20))
        try terminal.wait(for: "cursor in the first row") {
            $0.cursorLine == "probe> 0123456789abc" && $0.cursorColumn == 13
        }
        terminal.send(signal: SIGUSR1)
        try terminal.wait(for: "note") { $0.shows("note 1") && $0.cursorColumn == 13 && $0.shows("defghijklmnop") }
        try terminal.type("X" + Key.enter)
        try terminal.wait(for: "answer") { $0.transcript.joined().contains("[012345X6789abcdefghijklmnop]") }
    }

    @Test("A window that changes size is followed")
    func followsResize() throws {
        let terminal = try PseudoTerminal.probe(columns: 60)
        let text = "日本語のとても長い行 with some words, and then some more 日本語"
        try terminal.type(text)
        try terminal.wait(for: "text") { $0.lines.joined().contains(text.suffix(3)) }
        for columns in [25, 40, 17, 60] {
            terminal.resize(rows: 24, columns: columns)
            let whole = { (screen: VirtualScreen) in
                screen.lines.joined().filter { $0 != " " } == ("probe>" + text).filter { $0 != " " }
            }
            // The screen wraps the rows by itself; a message shows that the editor has followed.
            try terminal.wait(for: "line in \(columns) columns", until: whole)
            try terminal.type("§")
            try terminal.wait(for: "end of line in \(columns) columns") { $0.cursorLine.contains("§") }
            try terminal.type(Key.erase)
            try terminal.wait(for: "line again in \(columns) columns", until: whole)
        }
        try terminal.type(Key.enter)
        let answer = "[\(text)] \(text.unicodeScalars.count)"
        try terminal.wait(for: "answer") { $0.lines.joined().contains(answer) }
    }

    @Test(
        "A signal that ends the program leaves the line and restores the terminal",
        arguments: zip([SIGTERM, SIGHUP, SIGQUIT], [143, 129, 131] as [Int32])
    )
    func leavesOnSignal(_ signal: Int32, _ status: Int32) throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("half a line")
        try terminal.wait(forCursorLine: "probe> half a line")
        terminal.send(signal: signal)
        #expect(try terminal.waitForExit() == status)
        #expect(terminal.screen.shows("terminated"))
        #expect(terminal.isCooked)
    }

    @Test("A terminal that goes away ends the program")
    func endsWithTerminal() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("half a line")
        try terminal.wait(forCursorLine: "probe> half a line")
        terminal.hangUp()
        // The end of input and the signal race; either is an orderly end.
        #expect([0, 129].contains(try terminal.waitForExit()))
    }

    @Test("Ctrl-Z stops the program, and fg brings the line back")
    func suspendsAndResumes() throws {
        let terminal = try PseudoTerminal("/bin/sh", ["-i"], environment: ["PS1": "shell> "])
        try terminal.wait(forCursorLine: "shell>")
        try terminal.type(BuiltProduct.path("LineEditorProbe") + Key.enter)
        try terminal.wait(forCursorLine: "probe>")
        for text in ["half", " a line"] {
            try terminal.type(text)
            try terminal.wait(for: text) { $0.cursorLine.hasSuffix(text) }
            try terminal.type(Key.ctrlZ)
            try terminal.wait(forCursorLine: "shell>")
            try terminal.type("echo in-the-shell" + Key.enter)
            try terminal.wait(forLine: "in-the-shell")
            try terminal.type("fg" + Key.enter)
            try terminal.wait(for: "line again") { $0.cursorLine.hasPrefix("probe>") && $0.cursorLine.hasSuffix(text) }
        }
        try terminal.type(Key.enter)
        try terminal.wait(forLine: "[half a line] 11")
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type(Key.ctrlD)
        try terminal.wait(forCursorLine: "shell>")
        try terminal.type("exit" + Key.enter)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test("A program that is continued in the background waits to be brought back")
    func waitsInBackground() throws {
        let terminal = try PseudoTerminal("/bin/sh", ["-i"], environment: ["PS1": "shell> "])
        try terminal.wait(forCursorLine: "shell>")
        try terminal.type(BuiltProduct.path("LineEditorProbe") + Key.enter)
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type("kept")
        try terminal.wait(forCursorLine: "probe> kept")
        try terminal.type(Key.ctrlZ)
        try terminal.wait(forCursorLine: "shell>")
        try terminal.type("bg" + Key.enter + "echo in-the-shell" + Key.enter)
        try terminal.wait(for: "answer") { $0.lines.contains { !$0.contains("echo") && $0.hasSuffix("in-the-shell") } }
        try terminal.type("fg" + Key.enter)
        try terminal.wait(forCursorLine: "probe> kept")
        try terminal.type(Key.enter)
        try terminal.wait(forLine: "[kept] 4")
    }

    @Test("Without a UTF-8 locale text still comes as it was typed", arguments: ["C", "POSIX", "xx_YY.nothing"])
    func fallsBackToUTF8(_ locale: String) throws {
        let terminal = try PseudoTerminal.probe(environment: ["LANG": locale, "LC_ALL": locale])
        try terminal.enter("naïve 日本")
    }

    @Test("A prompt may carry colours, and another one stands at the right")
    func showsPrompts() throws {
        let prompt = "\u{1B}[1m\u{1B}[32mprobe\u{1B}[0m\u{7}> \u{1B}[0m"
        let shown = "probe\\u{7}>"
        let terminal = try PseudoTerminal.probe(
            ["--prompt", prompt, "--right", "\u{1B}[2mnow\u{1B}[0m"],
            columns: 40,
            prompt: shown + String(repeating: " ", count: 40 - 1 - 4 - shown.count) + "now"
        )
        #expect(terminal.screen.bellCount == 0)
        #expect(terminal.screen.cursorColumn == shown.count + 1)
        try terminal.type("abc" + Key.enter)
        try terminal.wait(forLine: "[abc] 3")
    }
}
