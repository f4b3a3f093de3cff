// SPDX-License-Identifier: MIT

import TerminalTestSupport
import TestSupport
import Testing

@Suite("The history of the prompt", .serialized, .inTurn)
struct HistoryTests {
    @Test("The history is kept from one session to the next, for its owner alone")
    func isKept() throws {
        let place = try Place()
        let first = try place.prompt()
        try first.enter("whoami", answer: "alice@example.com  11111111-1111-4111-8111-111111111111")
        try first.type(" users" + Key.enter)
        try first.wait(forInput: "")
        try first.type("quit" + Key.enter)
        #expect(try first.waitForExit() == 0)
        #expect(try place.directory.permissions(of: place.historyFile) == 0o600)
        let second = try place.prompt()
        try second.type(Key.up + Key.up)
        try second.wait(forInput: "whoami")
        try second.type(Key.ctrlU)
        try second.enter("history 2", answer: "    2  quit")
        #expect(second.screen.shows("    3  history 2") || second.screen.shows("    1  whoami"))
    }

    @Test("Nothing is written if no history is to be kept")
    func isNotKept() throws {
        let place = try Place()
        let session = try place.prompt(["--no-history"])
        try session.enter("whoami", answer: "alice@example.com  11111111-1111-4111-8111-111111111111")
        try session.enter("history", answer: "    1  whoami")
        try session.type(Key.ctrlD)
        #expect(try session.waitForExit() == 0)
        #expect(!place.directory.contains(place.historyFile))
    }
}
