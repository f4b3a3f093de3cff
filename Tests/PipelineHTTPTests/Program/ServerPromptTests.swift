// SPDX-License-Identifier: MIT

import Foundation
import TerminalTestSupport
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("The prompt of a server", .serialized, .inTurn)
struct ServerPromptTests {
    private let enter = "\r"

    private func cost(_ amount: String) -> String {
        #"{"user_id":"\#(TokenMint.alice)","cost_type":"compute","amount":\#(amount)}"#
    }

    /// Starts a server with a prompt and waits for both.
    private func start(_ place: ServerPlace) throws -> (terminal: PseudoTerminal, client: LoopbackClient) {
        let terminal = try PseudoTerminal(
            BuiltProduct.path("pipeline-server"),
            try place.optionsWithSecret() + ["--repl"],
            environment: ["XDG_STATE_HOME": place.directory.file("state")]
        )
        try terminal.wait(forCursorLine: "pipeline>")
        let line = try #require(terminal.screen.transcript.first { $0.hasPrefix("http://127.0.0.1:") })
        return (terminal, LoopbackClient(port: try #require(Int(line.dropFirst(17)))))
    }

    @Test("The prompt works on the live store: each side sees what the other changes")
    func liveStore() async throws {
        let place = try ServerPlace()
        let (terminal, client) = try start(place)
        #expect(try await client.post("/api/costs", cost("42.50")).status == 201)
        try terminal.type("login 11111111" + enter)
        try terminal.wait(for: "the user at the prompt") { $0.cursorLine.hasPrefix("pipeline (1111") }
        try terminal.type("costs" + enter)
        try terminal.wait(for: "the sum") { screen in screen.transcript.contains { $0.contains("42.50") } }
        #expect(try await client.post("/api/costs", cost("0.73")).status == 201)
        try terminal.type("costs" + enter)
        try terminal.wait(for: "the new sum") { screen in screen.transcript.contains { $0.contains("43.23") } }
        try terminal.type("add cost --type storage --amount 1" + enter)
        try terminal.wait(for: "the sum at the margin") { $0.cursorLine.contains("44.23") }
        let answer = try await client.send("GET", "/api/costs", token: TokenMint.user())
        #expect(answer.text.contains(#""total_cost":44.23,"cost_by_type":{"compute":43.23,"storage":1.00}"#))
        try terminal.type("quit" + enter)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test("Leaving the prompt ends the server with a snapshot", arguments: ["quit\r", "\u{4}"])
    func leaving(keys: String) async throws {
        let place = try ServerPlace()
        let (terminal, client) = try start(place)
        #expect(try await client.post("/api/costs", cost("1")).status == 201)
        try terminal.type(keys)
        #expect(try terminal.waitForExit() == 0)
        #expect(terminal.isCooked)
        #expect(place.snapshots.count == 2)
        #expect((try? RawConnection(port: client.port)) == nil)
    }

    @Test("SIGTERM ends the prompt with status 0, whatever stands in the line")
    func termination() async throws {
        let place = try ServerPlace()
        let (terminal, client) = try start(place)
        #expect(try await client.post("/api/costs", cost("1")).status == 201)
        try terminal.type("half a li")
        try terminal.wait(forCursorLine: "pipeline> half a li")
        terminal.send(signal: SIGTERM)
        #expect(try terminal.waitForExit() == 0)
        #expect(place.snapshots.count == 2)
    }

    @Test("SIGTERM right after the address is shown ends the server with status 0")
    func earlyTermination() throws {
        for _ in 0..<5 {
            let place = try ServerPlace()
            let terminal = try PseudoTerminal(
                BuiltProduct.path("pipeline-server"),
                try place.optionsWithSecret() + ["--repl"],
                environment: ["XDG_STATE_HOME": place.directory.file("state")]
            )
            try terminal.wait(for: "the address") { screen in
                screen.transcript.contains { $0.hasPrefix("http://127.0.0.1:") }
            }
            terminal.send(signal: SIGTERM)
            #expect(try terminal.waitForExit() == 0)
        }
    }

    @Test("Ctrl-C drops the line, and SIGHUP rereads the keys while the prompt goes on")
    func otherSignals() async throws {
        let place = try ServerPlace()
        let (terminal, client) = try start(place)
        try terminal.type("half a li")
        try terminal.wait(forCursorLine: "pipeline> half a li")
        try terminal.type("\u{3}")
        try terminal.wait(forCursorLine: "pipeline>")
        terminal.send(signal: SIGHUP)
        try terminal.wait(for: "a word about the keys") { screen in
            screen.transcript.contains { $0.contains("keys were read again") }
        }
        #expect(try await client.send("GET", "/health").status == 200)
        try terminal.type("\u{4}")
        #expect(try terminal.waitForExit() == 0)
    }

    @Test("Closing the window ends the server with a snapshot")
    func hangUp() async throws {
        let place = try ServerPlace()
        let (terminal, client) = try start(place)
        #expect(try await client.post("/api/costs", cost("1")).status == 201)
        terminal.hangUp()
        #expect(try terminal.waitForExit() == 0)
        #expect(place.snapshots.count == 2)
    }
}
