// SPDX-License-Identifier: MIT

import Foundation
import TerminalTestSupport
import TestSupport
import Testing

/// A person at the prompt: the real program on a pseudo-terminal.
@Suite("The prompt", .serialized, .inTurn)
struct PromptTests {
    @Test("The prompt shows who is logged in, and answers")
    func answers() throws {
        let session = try Place().prompt(user: nil)
        try session.type("login al" + Key.enter)
        try session.wait(forInput: "")
        #expect(session.screen.shows("Logged in as alice@example.com."))
        try session.enter("costs", answer: "Total 45.23  in 2 records")
        try session.enter("logout", answer: "Logged out.", user: nil)
    }

    @Test("The right margin of the prompt has the unread count and the month's total, always up to date")
    func showsStatus() throws {
        let session = try Place().prompt()
        #expect(session.screen.cursorLine.hasSuffix(" 1 unread, 45.23 in 30 days"))
        try session.type("add cost --type storage --amount 1000" + Key.enter)
        try session.wait(for: "total") { $0.cursorLine.hasSuffix(" 1 unread, 1,045.23 in 30 days") }
        try session.type("read --all" + Key.enter)
        try session.wait(for: "no unread ones") { $0.cursorLine.hasSuffix(")>\(padding($0))1,045.23 in 30 days") }
    }

    private func padding(_ screen: VirtualScreen) -> String {
        String(screen.cursorLine.drop { $0 != ">" }.dropFirst().prefix { $0 == " " })
    }

    @Test("The prompt is plain if colours are not wanted", arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func isPlain(_ environment: [String: String]) throws {
        let session = try Place().prompt(environment: environment)
        #expect(session.screen.cursorLine == "pipeline (alice@example.com)>")
        try session.enter("whoami", answer: "alice@example.com  11111111-1111-4111-8111-111111111111")
    }

    @Test("Lines that end in a backslash are joined, and are one entry of the history")
    func continuesLines() throws {
        let session = try Place().prompt()
        try session.type("costs \\" + Key.enter)
        try session.wait(forCursorLine: "       ...>")
        try session.type("--period w" + Key.tab + "\\" + Key.enter)
        try session.wait(forLine: "       ...> --period week \\")
        try session.wait(forCursorLine: "       ...>")
        try session.type(Key.enter)
        try session.wait(forInput: "")
        #expect(session.screen.shows("Total 45.23  in 2 records"))
        try session.type("costs \\" + Key.enter)
        try session.wait(forCursorLine: "       ...>")
        try session.type(Key.ctrlC)
        try session.wait(forInput: "")
    }

    @Test("A mistyped command is offered corrected: Enter takes it, typing goes on from it, Ctrl-U drops it")
    func corrects() throws {
        let session = try Place().prompt()
        try session.type("cots --period week" + Key.enter)
        try session.wait(forInput: "costs --period week")
        #expect(session.screen.shows("^^^^"))
        try session.enter("", answer: "Total 45.23  in 2 records")
        try session.type("notificatons" + Key.enter)
        try session.wait(forInput: "notifications")
        try session.enter(" --unread", answer: "1 unread notification")
        try session.type("whoam" + Key.enter)
        try session.wait(forInput: "whoami")
        try session.type(Key.ctrlU + "logout" + Key.enter)
        try session.wait(forInput: "", user: nil)
        try session.enter("set corrections off", answer: "Corrections are off.", user: nil)
        try session.enter(
            "whoam",
            answer: "Invalid command: There is no command 'whoam'. Did you mean 'whoami'?",
            user: nil
        )
    }

    @Test("Answers follow the size of the window")
    func followsResize() throws {
        let session = try Place().prompt(columns: 120)
        try session.type("notifications" + Key.enter)
        try session.wait(for: "dates") { $0.lines.contains { $0.contains("30 min ago, 2025-12-26 10:00") } }
        try session.wait(forInput: "")
        session.resize(rows: 24, columns: 60)
        try session.type("notifications --unread" + Key.enter)
        try session.wait(for: "narrow table") { screen in
            screen.lines.contains { $0.hasPrefix("●  9b1d0000  30 min ago  high") }
        }
        try session.wait(forInput: "")
    }

    @Test("A failure in the background is reported above the line that is edited")
    func tellsOfFailures() throws {
        let session = try Place().prompt(["--snapshot-every", "3"])
        try session.type("add cost --type storage --amount 1" + Key.enter)
        try session.wait(for: "total") { $0.cursorLine.hasSuffix("46.23 in 30 days") }
        try session.place.directory.remove("store")
        try session.type("half a line")
        try session.wait(for: "complaint") { screen in
            screen.lines.contains { $0.hasPrefix("pipeline: Storage unavailable: ") }
        }
        try session.wait(forInput: "half a line")
    }

    @Test("The right prompt disappears from lines that were entered or dropped")
    func clearsRightPrompt() throws {
        let session = try Place().prompt()
        try session.enter("whoami", answer: "alice@example.com  11111111-1111-4111-8111-111111111111")
        try session.type("dropped")
        try session.wait(forInput: "dropped")
        try session.type(Key.ctrlC)
        try session.wait(forLine: "pipeline (alice@example.com)> dropped^C")
        try session.wait(forInput: "")
        #expect(session.screen.shows("pipeline (alice@example.com)> whoami"))
        #expect(session.screen.transcript.filter { $0.hasSuffix("45.23 in 30 days") }.count == 1)
    }

    @Test("A caret points at the value that is refused")
    func pointsAtValues() throws {
        let session = try Place().prompt()
        try session.enter(
            "costs --start-date 2025-13-01",
            answer: "Invalid start_date: start_date must be a date that exists, not '2025-13-01'."
        )
        #expect(session.screen.shows("costs --start-date 2025-13-01"))
        #expect(session.screen.shows("                   ^^^^^^^^^^"))
        try session.enter("costs --end-date=x", answer: "                 ^")
        try session.enter("format json", answer: #"{"success":true}"#)
        try session.enter("costs --end-date x", answer: #"{"error":"Invalid end_date""#, exactly: false)
        #expect(session.screen.lines.filter { $0.contains("^") }.count == 2)
    }

    @Test("A caret points into the part of a long command that a narrow terminal shows")
    func pointsOnNarrowTerminal() throws {
        let session = try Place().prompt(columns: 40)
        try session.type("notifications --limit 10 --unread --limt 5" + Key.enter)
        try session.wait(for: "marks") { $0.lines.contains { $0.hasSuffix("^^^^^^") } }
        let lines = session.screen.lines
        let marks = try #require(lines.firstIndex { $0.hasSuffix("^^^^^^") })
        let column = lines[marks].count - 6
        #expect(lines[marks - 1].dropFirst(column).hasPrefix("--limt"))
    }

    @Test("A long error message is broken at spaces")
    func breaksComplaints() throws {
        let session = try Place().prompt(columns: 60)
        try session.enter("watch 0 users", answer: "Invalid watch: seconds must be from 0.1 to 86400, not '0'.")
        try session.type("costs --start-date 2025-13-01" + Key.enter)
        try session.wait(for: "complaint") { $0.lines.contains { $0.hasPrefix("Invalid start_date: ") } }
        try session.wait(forInput: "")
    }
}
