// SPDX-License-Identifier: MIT

import TerminalTestSupport
import TestSupport
import Testing

@Suite("Leaving, and stopping what runs", .serialized, .inTurn)
struct EndingTests {
    @Test("Ctrl-D and quit leave with a snapshot", arguments: [Key.ctrlD, "quit" + Key.enter, "exit" + Key.enter])
    func leaves(_ keys: String) throws {
        let place = try Place()
        let before = try place.snapshots()
        let session = try place.prompt()
        try session.change()
        try session.type(keys)
        #expect(try session.waitForExit() == 0)
        #expect(try place.snapshots().last != before.last)
    }

    @Test("Closing the terminal ends the session with a snapshot")
    func leavesOnHangUp() throws {
        let place = try Place()
        let before = try place.snapshots()
        let session = try place.prompt()
        try session.change()
        session.hangUp()
        #expect(try session.waitForExit() == 129)
        #expect(try place.snapshots().last != before.last)
    }

    @Test("The watch command clears the screen between rounds and stops at Ctrl-C")
    func watches() throws {
        let session = try Place().prompt()
        try session.type("watch 0.1 whoami" + Key.enter)
        // The second round clears the screen and stands at its top.
        try session.wait(for: "second round") {
            $0.lines.first?.hasPrefix("alice@example.com  11111111") == true && $0.lines[2...].allSatisfy(\.isEmpty)
        }
        try session.type(Key.ctrlC)
        try session.wait(forInput: "")
        #expect(session.screen.lines.filter { $0.hasPrefix("alice@example.com  1111") }.count == 1)
        #expect(!session.screen.lines.contains { $0.contains("^C") })
    }

    @Test("Ctrl-C stops long work and leaves the store as it was")
    func stopsLongWork() throws {
        let session = try Place().prompt()
        try session.type("simulate --jobs 1000000 --users 50 --seed 1" + Key.enter)
        try session.wait(for: "progress") { $0.cursorLine.hasPrefix("simulate  [") }
        try session.type(Key.ctrlC)
        try session.wait(forInput: "")
        #expect(session.screen.lines.contains { $0.hasPrefix("Cancelled: ") })
        #expect(!session.screen.lines.contains { $0.contains("simulate  [") })
        try session.enter("costs", answer: "Total 45.23  in 2 records")
        try session.type("users" + Key.enter)
        try session.wait(for: "users") { $0.lines.contains { $0.hasPrefix("bob@example.com") } }
        #expect(session.screen.lines.filter { $0.contains("@") && !$0.hasPrefix("pipeline") }.count == 2)
    }

    @Test("The time of a long command is shown unasked, that of a short one is not")
    func showsTime() throws {
        let place = try Place()
        let session = try place.prompt()
        try session.enter("whoami", answer: "alice@example.com  11111111-1111-4111-8111-111111111111")
        #expect(!session.screen.lines.contains { $0.hasPrefix("Time: ") })
        let pipe = try NamedPipe(place.directory.file("rows.jsonl"))
        try session.type("import costs \(pipe.path)" + Key.enter)
        // The import takes as long as its rows do: longer than half a second.
        try pipe.openForWriting()
        let begin = ContinuousClock.now
        while begin.duration(to: .now) < .milliseconds(600) { session.look(times: 1) }
        pipe.finish()
        try session.wait(for: "time") { $0.lines.contains { $0.hasPrefix("Time: ") } }
        try session.wait(for: "prompt") { $0.cursorLine.hasPrefix("pipeline (alice@example.com)> ") }
    }
}
