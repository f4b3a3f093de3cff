// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("The program's life", .serialized, .inTurn)
struct ServerLifeTests {
    private let cost = #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1}"#

    @Test(
        "The server ends with a snapshot and status 0 on a signal, and keeps what it acknowledged",
        arguments: [SIGTERM, SIGINT]
    )
    func ending(signal: Int32) async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret())
        let client = try server.client()
        #expect(try await client.post("/api/costs", cost).status == 201)
        let before = place.snapshots
        server.send(signal: signal)
        #expect(try server.exitStatus() == 0)
        #expect(place.snapshots != before)
        let again = try ServerProcess(try place.optionsWithSecret())
        let answer = try await again.client().send("GET", "/api/costs", token: TokenMint.user())
        #expect(answer.text.contains(#""total_cost":1.00"#))
        again.send(signal: SIGTERM)
        #expect(try again.exitStatus() == 0)
    }

    @Test("The server answers an open request before it ends, and takes no new connection meanwhile")
    func openRequest() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret())
        let client = try server.client()
        let connection = try RawConnection(port: client.port)
        let head =
            "POST /api/costs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: \(cost.utf8.count)\r\n"
            + "Authorization: Bearer \(TokenMint.service)\r\nExpect: 100-continue\r\n\r\n"
        connection.send(head + cost.prefix(10))
        // Its head was read when each of the event loops, which take connections in turn, has answered a later request.
        for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
            let later = try RawConnection(port: client.port)
            later.send("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(later.receiveResponses().map(\.status) == [200])
        }
        server.send(signal: SIGTERM)
        try await server.wait(for: "end of listening") { (try? RawConnection(port: client.port)) == nil }
        connection.send(String(cost.dropFirst(10)))
        #expect(connection.receiveResponses().map(\.status) == [201])
        #expect(try server.exitStatus() == 0)
        #expect(place.snapshots.count == 2)
    }

    @Test("The server reads its keys again on SIGHUP, and keeps the old ones if the new ones are broken")
    func keyReloading() async throws {
        let place = try ServerPlace()
        let (first, second) = (try KeyPairs(), try KeyPairs())
        let claims = TokenMint.claims()
        let (old, new) = (try first.es256(claims), try second.es256(claims))
        let file = try place.directory.write("keys", try first.keySet())
        let server = try ServerProcess(place.options + ["--jwks-file", file])
        let client = try server.client()
        func status(_ token: String) async throws -> Int {
            try await client.send("GET", "/api/costs", token: token).status
        }
        #expect(try await status(old) == 200)
        #expect(try await status(new) == 401)
        try place.directory.write("keys", try second.keySet())
        #expect(try await status(new) == 401)
        server.send(signal: SIGHUP)
        try await server.wait(for: "new keys") { try await status(new) == 200 }
        #expect(try await status(old) == 401)
        try place.directory.write("keys", "{\"keys\":[")
        server.send(signal: SIGHUP)
        try await server.wait(for: "complaint") { server.log.contains("the old ones stay") }
        #expect(try await status(new) == 200)
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
    }

    @Test("A server without a key set survives SIGHUP, and reads the secret again")
    func secretReloading() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret())
        let client = try server.client()
        #expect(try await client.send("GET", "/api/costs", token: TokenMint.user()).status == 200)
        try place.directory.write("secret", TokenMint.otherSecret)
        server.send(signal: SIGHUP)
        try await server.wait(for: "the other secret") {
            try await client.send("GET", "/api/costs", token: TokenMint.user()).status == 401
        }
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
    }

    @Test("The server is the only writer of its store")
    func secondWriter() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret())
        #expect(try await server.client().post("/api/costs", cost).status == 201)
        let second = try ServerProcess(try place.optionsWithSecret())
        #expect(try second.exitStatus() == 3)
        #expect(second.log.contains("process"))
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
    }

    @Test("A server whose store is taken away acknowledges nothing more, says why, and goes on answering questions")
    func storeTakenAway() async throws {
        for isReplaced in [false, true] {
            let place = try ServerPlace()
            let server = try ServerProcess(try place.optionsWithSecret())
            let client = try server.client()
            #expect(try await client.post("/api/costs", cost).status == 201)
            #expect(try await client.send("GET", "/health").status == 200)
            let store = place.directory.file("store")
            try FileManager.default.removeItem(atPath: store)
            if isReplaced { try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: false) }
            // A look is enough: nobody has to lose a change first.
            let health = try await client.send("GET", "/health")
            #expect(health.status == 503)
            #expect(health.text.contains("is gone or was replaced"))
            #expect(!health.text.contains("store/"))
            #expect(try await client.post("/api/costs", cost).status == 503)
            let answer = try await client.send("GET", "/api/costs", token: TokenMint.user())
            #expect(answer.text.contains(#""total_cost":1.00"#))
            server.send(signal: SIGTERM)
            #expect(try server.exitStatus() == 1)
            #expect((try? place.directory.entries(of: "store"))?.isEmpty ?? true)
        }
    }

    @Test("A server that received nothing leaves nothing behind")
    func noChange() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret())
        #expect(try await server.client().send("GET", "/api/costs", token: TokenMint.user()).status == 200)
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
        #expect(!place.directory.contains("store"))
    }
}
