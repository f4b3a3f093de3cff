// SPDX-License-Identifier: MIT

import Foundation
import TerminalTestSupport
import TestSupport
import Testing

@Suite("The pager", .serialized, .inTurn)
struct PagerTests {
    /// A pager that says how many lines it read, what it asks signals for, and waits for a key.
    private static let pager = """
        trap '' TSTP; lines=$(wc -l); echo "paged $lines"; \
        grep -E '^Sig(Blk|Ign)' /proc/self/status 2>/dev/null; read key </dev/tty; echo "key $key"
        """

    @Test("The pager shows answers that are taller than the terminal, and no others")
    func showsTallAnswers() throws {
        let session = try Place().prompt(environment: ["PAGER": Self.pager], rows: 12)
        try session.enter("whoami", answer: "alice@example.com  11111111-1111-4111-8111-111111111111")
        #expect(!session.screen.lines.contains { $0.hasPrefix("paged") })
        try session.type("help" + Key.enter)
        try session.wait(for: "pager") { $0.lines.contains { $0.hasPrefix("paged ") } }
        // Ctrl-C is the pager's own affair: it ends the script's read, not our session.
        try session.type("q" + Key.enter)
        try session.wait(forLine: "key q")
        try session.wait(forInput: "")
        try session.enter("format json", answer: #"{"success":true}"#)
        try session.type("help" + Key.enter)
        try session.wait(for: "answer") { $0.transcript.joined().contains(#"{"success":true,"data":{"help""#) }
        #expect(session.screen.transcript.filter { $0.hasPrefix("paged") }.count <= 1)
    }

    #if os(Linux)
    @Test("The pager starts with the signal dispositions that a shell expects")
    func startsClean() throws {
        let script = "grep -E '^Sig(Blk|Ign)' /proc/self/status; cat >/dev/null"
        let session = try Place().prompt(environment: ["PAGER": script], rows: 12)
        try session.type("help" + Key.enter)
        try session.wait(for: "masks") { $0.lines.contains { $0.hasPrefix("SigIgn:") && $0.count == 24 } }
        #expect(session.screen.shows("SigBlk:\t0000000000000000".expandingTabs))
        let ignored = session.screen.lines.first { $0.hasPrefix("SigIgn:") }?.split(separator: " ").last
        // The C library keeps the signals 32 and 33 to itself.
        #expect(ignored.flatMap { UInt64($0, radix: 16) }.map { $0 & 0x7FFF_FFFF } == 0)
        try session.wait(forInput: "")
    }
    #endif

    @Test("Leaving the pager early is not an error", arguments: ["head -n 1", "true", "false"])
    func mayBeLeft(_ pager: String) throws {
        let commands = Place.commands + "simulate --jobs 600 --seed 1\n"
        let session = try Place(commands).prompt(environment: ["PAGER": pager], rows: 12)
        try session.type("costs --period year --records" + Key.enter)
        try session.wait(for: "prompt") { screen in
            screen.cursorLine.hasPrefix("pipeline (alice@example.com)> ") && !screen.cursorLine.contains("costs")
        }
        #expect(!session.screen.lines.contains { $0.contains("rror") || $0.contains("ancel") })
        try session.type("whoami" + Key.enter)
        try session.wait(for: "answer") { $0.lines.contains { $0.hasPrefix("alice@example.com  1111") } }
    }

    @Test("Without the pager that is asked for, the answer is printed plainly")
    func mayBeMissing() throws {
        let session = try Place().prompt(environment: ["PAGER": "no-such-pager-here"], rows: 12)
        try session.type("help" + Key.enter)
        try session.wait(for: "end of help") { screen in
            screen.lines.contains { $0.hasPrefix("with #; end a line") }
        }
        try session.wait(forInput: "")
    }

    @Test("The pager ends with the session")
    func endsWithSession() throws {
        let session = try Place().prompt(environment: ["PAGER": Self.pager], rows: 12)
        try session.type("help" + Key.enter)
        try session.wait(for: "pager") { $0.lines.contains { $0.hasPrefix("paged ") } }
        session.send(signal: SIGTERM)
        #expect(try session.waitForExit() == 143)
    }
}

extension String {
    /// The text as a screen shows it.
    fileprivate var expandingTabs: String {
        reduce(into: "") { result, character in
            result += character == "\t" ? String(repeating: " ", count: 8 - result.count % 8) : String(character)
        }
    }
}
