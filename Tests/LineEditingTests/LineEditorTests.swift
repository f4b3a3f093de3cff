// SPDX-License-Identifier: MIT

import Foundation
import TerminalTestSupport
import TestSupport
import Testing

/// The editor at a real terminal, seen as a person sees it.
@Suite("A line editor at a terminal", .serialized, .inTurn)
struct LineEditorTests {
    @Test("Accents and wide characters are typed, erased and moved over")
    func editsWideCharacters() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("héllo 日本語")
        try terminal.wait(forCursorLine: "probe> héllo 日本語")
        try terminal.type(Key.erase + Key.erase)
        try terminal.wait(forCursorLine: "probe> héllo 日")
        try terminal.type(Key.left + "ü")
        try terminal.wait(forCursorLine: "probe> héllo ü日")
        #expect(terminal.screen.cursorColumn == 14)
        try terminal.type(Key.enter)
        try terminal.wait(forLine: "[héllo ü日] 8")
    }

    @Test("Bytes that are no UTF-8 show as replacement characters")
    func replacesDamagedBytes() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type(bytes: [0x61, 0xFF, 0xC3, 0x62, 0x0D])
        try terminal.wait(forLine: "[a\u{FFFD}\u{FFFD}b] 4")
    }

    @Test("Ctrl-C drops the line")
    func interruptDropsLine() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("half a line")
        try terminal.wait(forCursorLine: "probe> half a line")
        try terminal.type(Key.ctrlC)
        try terminal.wait(forLine: "interrupted")
        try terminal.wait(forCursorLine: "probe>")
        #expect(terminal.screen.shows("probe> half a line^C"))
        try terminal.enter("another")
    }

    @Test("Ctrl-C reaches what runs between two lines")
    func interruptReachesCommand() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("wait" + Key.enter)
        try terminal.wait(forLine: "waiting")
        #expect(terminal.readsLines)
        try terminal.type(Key.ctrlC)
        try terminal.wait(forLine: "waited")
        try terminal.enter("another")
    }

    @Test("What is typed while a command runs is shown when the next line is edited, and only then")
    func showsTypeAhead() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("wait" + Key.enter)
        try terminal.wait(forLine: "waiting")
        try terminal.type("ahead" + Key.enter + "half")
        try terminal.wait(forTypedAhead: 6)
        #expect(!terminal.screen.lines.contains { $0.contains("ahead") })
        terminal.send(signal: SIGINT)
        try terminal.wait(forLine: "[ahead] 5")
        try terminal.wait(forCursorLine: "probe> half")
        #expect(terminal.screen.lines.count { $0.contains("ahead") } == 2)
    }

    @Test("Ctrl-C leaves a search through the history")
    func interruptLeavesSearch() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.enter("costs --period year")
        try terminal.type(Key.ctrlR + "year")
        try terminal.wait(for: "search") { $0.shows("bck:year") }
        try terminal.type(Key.ctrlC)
        try terminal.wait(forLine: "interrupted")
        try terminal.wait(forCursorLine: "probe>")
        try terminal.enter("another")
    }

    @Test("Ctrl-R finds a line by any part of it")
    func searchesHistory() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.enter("costs --period year")
        try terminal.enter("notifications --unread")
        try terminal.type(Key.ctrlR + "peri")
        try terminal.wait(for: "match") { $0.shows("probe> costs --period year") && $0.shows("bck:peri") }
        try terminal.type(Key.enter)
        try terminal.wait(for: "second answer") { $0.lines.count { $0 == "[costs --period year] 19" } == 2 }
    }

    @Test("Arrow up recalls the lines that begin as this one does")
    func searchesByPrefix() throws {
        let terminal = try PseudoTerminal.probe()
        for line in ["costs one", "users", "costs two", "info"] { try terminal.enter(line) }
        try terminal.type("costs")
        try terminal.wait(forCursorLine: "probe> costs")
        try terminal.type(Key.up)
        try terminal.wait(forCursorLine: "probe> costs two")
        try terminal.type(Key.up)
        try terminal.wait(forCursorLine: "probe> costs one")
        try terminal.type(Key.down + Key.down)
        try terminal.wait(forCursorLine: "probe> costs")
        try terminal.type(Key.ctrlC)
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type(Key.up)
        try terminal.wait(forCursorLine: "probe> info")
    }

    @Test("Ctrl-D on an empty line ends the input and gives the terminal back")
    func endsInput() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("x")
        try terminal.wait(forCursorLine: "probe> x")
        try terminal.type(Key.ctrlD + Key.erase)
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type(Key.ctrlD)
        #expect(try terminal.waitForExit() == 0)
        #expect(terminal.screen.shows("end"))
        #expect(terminal.isCooked)
    }

    @Test("Ctrl-D that is typed before the prompt is not lost", arguments: 1...8)
    func endsInputBeforePrompt(_ run: Int) throws {
        let terminal = try PseudoTerminal(BuiltProduct.path("LineEditorProbe"))
        try terminal.type(Key.ctrlD)
        #expect(try terminal.waitForExit() == 0, "run \(run)")
    }

    @Test("Ctrl-D that is typed while a command runs is not lost")
    func endsInputTypedAhead() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("wait" + Key.enter)
        try terminal.wait(forLine: "waiting")
        try terminal.type(Key.ctrlD + "z" + Key.enter)
        try terminal.wait(forTypedAhead: 2)
        terminal.send(signal: SIGINT)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test("A pasted text of many lines comes line by line, none lost")
    func takesPaste() throws {
        let terminal = try PseudoTerminal.probe()
        let lines = (1...400).map { "line \($0) – naïve" }
        try terminal.type(lines.joined(separator: "\n") + "\nlast" + Key.enter)
        try terminal.wait(for: "last line") { $0.transcript.contains { $0.hasSuffix("[last] 4") } }
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type("history" + Key.enter)
        try terminal.wait(forLine: "401  last")
        try terminal.wait(forCursorLine: "probe>")
        let shown = terminal.screen.transcript
        for (index, line) in lines.enumerated() {
            #expect(shown.contains("\(index + 1)  \(line)"))
        }
    }

    @Test("A line that ends in a backslash goes on at a second prompt")
    func continuesLines() throws {
        let terminal = try PseudoTerminal.probe()
        try terminal.type("costs \\" + Key.enter)
        try terminal.wait(forCursorLine: "...>")
        try terminal.type("--period year" + Key.enter)
        try terminal.wait(forLine: "[costs --period year] 19")
        try terminal.wait(forCursorLine: "probe>")
        try terminal.type(Key.up)
        try terminal.wait(forCursorLine: "probe> costs --period year")
    }

    @Test("A line begins with the text it is given")
    func beginsWithText() throws {
        let terminal = try PseudoTerminal.probe(["--initial", "naïve 日本"], prompt: "probe> naïve 日本")
        try terminal.type(Key.erase + "!" + Key.enter)
        try terminal.wait(forLine: "[naïve 日!] 8")
    }
}
