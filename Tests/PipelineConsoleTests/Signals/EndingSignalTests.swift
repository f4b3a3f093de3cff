// SPDX-License-Identifier: MIT

import Foundation
import TerminalTestSupport
import TestSupport
import Testing

@Suite("Signals that end or stop the session", .serialized, .inTurn)
struct EndingSignalTests {
    /// The signals that end a session, with the program's exit status.
    static let endings: [(name: String, signal: Int32, status: Int32)] = [
        ("SIGTERM", SIGTERM, 143), ("SIGHUP", SIGHUP, 129), ("SIGQUIT", SIGQUIT, 131),
    ]

    @Test("A signal ends the session with a snapshot and gives the terminal back", arguments: 0..<3)
    func endsLine(_ index: Int) throws {
        let (name, signal, status) = Self.endings[index]
        let place = try Place()
        Repetitions.run("\(name) at the prompt") { _ in
            let session = try place.prompt()
            let before = try place.snapshots().last
            try session.change()
            try session.type("half a li")
            try session.wait(forInput: "half a li")
            session.send(signal: signal)
            try #require(try session.waitForExit() == status)
            try #require(session.isCooked)
            try #require(try place.snapshots().last != before)
        }
    }

    @Test("A signal ends the session while a command runs, which leaves nothing behind", arguments: 0..<3)
    func endsCommand(_ index: Int) throws {
        let (name, signal, status) = Self.endings[index]
        let place = try Place()
        let before = try place.snapshots().last
        Repetitions.run("\(name) in a command") { _ in
            let session = try place.prompt()
            try session.type("simulate --jobs 1000000 --users 50 --seed 1" + Key.enter)
            try session.wait(for: "progress") { $0.cursorLine.hasPrefix("simulate  [") }
            session.send(signal: signal)
            try #require(try session.waitForExit() == status)
            try #require(session.isCooked)
            try #require(try place.snapshots().last == before)
        }
    }

    @Test("A signal ends the session while a pager has the terminal", .needs("less"), arguments: 0..<3)
    func endsPager(_ index: Int) throws {
        let (name, signal, status) = Self.endings[index]
        let place = try Place()
        Repetitions.run("\(name) in the pager") { _ in
            let session = try place.prompt(environment: ["PAGER": "less"], rows: 12)
            try session.type("help" + Key.enter)
            try session.wait(forCursorLine: ":")
            session.send(signal: signal)
            try #require(try session.waitForExit() == status)
            try #require(session.isCooked)
        }
    }

    @Test("Ctrl-Z stops the program at its prompt, and fg brings the line back")
    func suspendsLine() throws {
        let place = try Place()
        Repetitions.run("Ctrl-Z and fg at the prompt") { _ in
            let shell = try JobSession(place)
            try shell.startProgram()
            for (typed, line) in [("", ""), ("who", "who"), ("ami", "whoami")] {
                try shell.type(typed)
                try shell.wait(forInput: line)
                try shell.suspendAndResume()
                try shell.wait(forInput: line)
            }
            try shell.type(Key.enter)
            try shell.wait(for: "answer") { $0.lines.contains { $0.hasPrefix("alice@example.com  11111111") } }
            try shell.wait(forInput: "")
            try shell.leave()
        }
    }

    @Test("Ctrl-Z stops the program while a command runs, and fg goes on")
    func suspendsCommand() throws {
        let place = try Place()
        Repetitions.run("Ctrl-Z and fg in a command") { _ in
            let shell = try JobSession(place)
            try shell.startProgram()
            try shell.type("watch 0.1 whoami" + Key.enter)
            try shell.wait(for: "round") { $0.lines.first?.hasPrefix("alice@example.com  11111111") == true }
            try shell.suspendAndResume()
            try shell.wait(for: "next round") {
                $0.lines.first?.hasPrefix("alice@example.com  11111111") == true && $0.lines[2...].allSatisfy(\.isEmpty)
            }
            try shell.type(Key.ctrlC)
            try shell.wait(forInput: "")
            try shell.leave()
        }
    }

    @Test("Ctrl-Z stops the program while a pager has the terminal, and fg goes on", .needs("less"))
    func suspendsPager() throws {
        let place = try Place()
        Repetitions.run("Ctrl-Z and fg in the pager") { _ in
            let shell = try JobSession(place, rows: 12)
            try shell.startProgram()
            try shell.type("help" + Key.enter)
            try shell.waitUntilPagerReads()
            try shell.suspendAndResume()
            try shell.wait(forCursorLine: ":")
            try shell.type("q")
            try shell.wait(forInput: "")
            try shell.leave()
        }
    }
}
