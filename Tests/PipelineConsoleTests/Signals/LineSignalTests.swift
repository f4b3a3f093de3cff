// SPDX-License-Identifier: MIT

import Foundation
import TerminalTestSupport
import TestSupport
import Testing

@Suite("Signals while a line is edited", .serialized, .inTurn)
struct LineSignalTests {
    private static let prompt = "pipeline (alice@example.com)> "
    private static let whoami = "alice@example.com  11111111-1111-4111-8111-111111111111"

    /// What may stand in the line when the signal comes: nothing, a word, and more than a row of wide characters.
    private static let lines = ["", "half a line", String(repeating: "日本語の", count: 20)]

    /// Types a line and waits until all of it is there.
    private func type(_ line: String, into session: Session) throws {
        try session.type(line)
        try session.wait(for: "line") { screen in
            Self.isShown(line, on: screen)
        }
    }

    /// Whether the last thing on the screen, up to the cursor, is the prompt with this line; wrapped or not.
    private static func isShown(_ line: String, on screen: VirtualScreen) -> Bool {
        // The right prompt stands behind the line where there is room.
        let rows = screen.lines[...screen.cursorRow].joined().filter { $0 != " " }
        let shown = rows.replacing("1unread,45.23in30days", with: "")
        return shown.hasSuffix((prompt + line).filter { $0 != " " })
    }

    @Test("Ctrl-C drops the line, whatever stands in it")
    func interruptsLine() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C at the prompt") { round in
            let session = try place.prompt()
            let line = Self.lines[round % Self.lines.count]
            try type(line, into: session)
            try session.type(Key.ctrlC)
            try session.wait(for: "^C") { screen in
                screen.lines.joined().replacing(" ", with: "")
                    .contains((Self.prompt + line + "^C").replacing(" ", with: ""))
            }
            try session.wait(forInput: "")
            try session.enter("whoami", answer: Self.whoami)
        }
    }

    @Test("Ctrl-C drops a command of several lines")
    func interruptsContinuedLine() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C in a second line") { _ in
            let session = try place.prompt()
            try session.type("costs \\" + Key.enter)
            try session.wait(forCursorLine: "       ...>")
            try session.type("--period" + Key.ctrlC)
            try session.wait(forInput: "")
            try session.enter("whoami", answer: Self.whoami)
        }
    }

    @Test("Ctrl-C leaves a search through the history")
    func interruptsSearch() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C inside Ctrl-R") { _ in
            let session = try place.prompt()
            try session.enter("whoami", answer: Self.whoami)
            try session.type(Key.ctrlR + "hoa")
            try session.wait(for: "search") { $0.lines.contains { $0.hasPrefix("bck:hoa") } }
            try session.type(Key.ctrlC)
            try session.wait(forInput: "")
            try session.enter("costs", answer: "Total 45.23  in 2 records")
        }
    }

    @Test("Ctrl-C as soon as the prompt is there is not lost")
    func interruptsFirstLine() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C right after the prompt") { _ in
            let session = Session(place, try place.start())
            try session.wait(for: "prompt") { $0.lines.contains { $0.hasPrefix(Self.prompt.dropLast()) } }
            try session.type(Key.ctrlC)
            try session.wait(for: "^C") { $0.lines.contains { $0.hasPrefix(Self.prompt + "^C") } }
            try session.wait(forInput: "")
            try session.enter("whoami", answer: Self.whoami)
        }
    }

    @Test("Ctrl-C in the first moment ends the program or its line, and leaves the terminal as it was")
    func interruptsStart() throws {
        let place = try Place()
        var ended = 0
        Repetitions.run("Ctrl-C in the first millisecond") { round in
            let session = Session(place, try place.start())
            // Each round a little later, spread over the time that the program takes to start.
            session.look(times: round * 977 % 40_000)
            try session.type(Key.ctrlC)
            // A prompt that came after all may drop its first line still, but it answers.
            if try session.waitForPromptOrExit() {
                session.send(signal: SIGTERM)
                try #require(try session.waitForExit() == 143)
            } else {
                ended += 1
                try #require(try session.waitForExit() == 130)
            }
            try #require(session.isCooked)
        }
        print("of those, \(ended) ended the program")
    }

    @Test("Ctrl-D leaves, with a snapshot")
    func leaves() throws {
        let place = try Place()
        Repetitions.run("Ctrl-D") { _ in
            let session = try place.prompt()
            let before = try place.snapshots().last
            try session.change()
            try session.type(Key.ctrlD)
            try #require(try session.waitForExit() == 0)
            try #require(session.isCooked)
            try #require(try place.snapshots().last != before)
        }
    }

    @Test("Ctrl-D as soon as the prompt is there is not lost, nor is one before it")
    func leavesAtOnce() throws {
        let place = try Place()
        Repetitions.run("Ctrl-D right after the prompt") { _ in
            let session = Session(place, try place.start())
            try session.wait(for: "prompt") { $0.lines.contains { $0.hasPrefix(Self.prompt.dropLast()) } }
            try session.type(Key.ctrlD)
            try #require(try session.waitForExit() == 0)
            try #require(session.isCooked)
        }
        Repetitions.run("Ctrl-D before the prompt") { _ in
            let session = Session(place, try place.start())
            try session.type(Key.ctrlD)
            try #require(try session.waitForExit() == 0)
            try #require(session.isCooked)
        }
    }

    @Test("A wrapped line of wide characters follows a window that shrinks and grows")
    func followsResize() throws {
        let place = try Place()
        let line = "add cost --type 日本語のとても長い行 --details 日本語のとても長い行 --amount 12"
        Repetitions.run("Resize from 60 to 25 columns") { _ in
            let session = try place.prompt(columns: 60)
            try type(line, into: session)
            for columns in [25, 60, 25] {
                session.resize(rows: 24, columns: columns)
                // A key that is typed and erased shows that the editor has followed.
                try session.type("§")
                try session.wait(for: "key in \(columns) columns") { Self.isShown(line + "§", on: $0) }
                try session.type(Key.erase)
                try session.wait(for: "line in \(columns) columns") { screen in
                    screen.lines.joined().filter { $0 != " " }.hasSuffix((Self.prompt + line).filter { $0 != " " })
                }
                try #require(session.screen.lines.filter { $0.hasPrefix("pipeline (alice") }.count == 1)
            }
            try session.type(Key.ctrlU)
            try session.wait(for: "empty line") { Self.isShown("", on: $0) && !$0.lines.joined().contains("amount") }
        }
    }
}
