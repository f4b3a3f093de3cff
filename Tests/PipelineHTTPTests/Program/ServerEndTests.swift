// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("The program's end", .serialized, .inTurn)
struct ServerEndTests {
    private static func cost(_ type: String) -> String {
        #"{"user_id":"\#(TokenMint.alice)","cost_type":"\#(type)","amount":1}"#
    }

    private static func post(_ type: String) -> String {
        let body = cost(type)
        return "POST /api/costs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer \(TokenMint.service)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static let get = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"

    /// The next answer on a connection that goes on.
    private func answer(on connection: RawConnection) throws -> RawResponse {
        var bytes: [UInt8] = []
        while true {
            let piece = try #require(connection.receive())
            bytes += piece
            if let response = RawResponse.parse(bytes).first { return response }
            guard !piece.isEmpty else { throw Failure("The connection ended.") }
        }
    }

    @Test("A server that drains says so, takes requests, and ends every connection with its answer")
    func draining() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret() + ["--drain", "3600"])
        let client = try server.client()
        let kept = try RawConnection(port: client.port)
        kept.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        let before = try answer(on: kept)
        #expect(before.status == 200 && before["Connection"] == "keep-alive" && before["Keep-Alive"] == "timeout=75")
        server.send(signal: SIGTERM)
        try await server.wait(for: "draining") { try await client.send("GET", "/health").status == 503 }
        let health = try await client.send("GET", "/health")
        #expect(health.text.contains("draining") && health.text.hasPrefix(#"{"error":"Service Unavailable""#))
        kept.send(Self.post("kept"))
        let last = kept.receiveResponses()
        #expect(last.map(\.status) == [201] && last.first?["Connection"] == "close")
        #expect(last.first?["Keep-Alive"] == nil)
        // What was sent ahead is answered: the end is said with the last answer only.
        let ahead = try RawConnection(port: client.port)
        ahead.send(String(repeating: Self.get, count: 20) + Self.post("ahead"))
        let responses = ahead.receiveResponses()
        #expect(responses.map(\.status) == [Int](repeating: 200, count: 20) + [201])
        #expect(responses.last?["Connection"] == "close")
        #expect(responses.dropLast().allSatisfy { $0["Connection"] == "keep-alive" })
        server.send(signal: SIGKILL)
        _ = try server.exitStatus()
        let again = try ServerProcess(try place.optionsWithSecret())
        let answer = try await again.client().send("GET", "/api/costs", token: TokenMint.user())
        #expect(answer.text.contains("kept") && answer.text.contains("ahead"))
        again.send(signal: SIGTERM)
        #expect(try again.exitStatus() == 0)
    }

    @Test("A server ends by itself when it has drained, with connections on which nothing is asked")
    func drained() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret() + ["--drain", "1"])
        let client = try server.client()
        let idle = try RawConnection(port: client.port)
        let half = try RawConnection(port: client.port)
        half.send("GET /health HTTP/1.1\r\nHost:")
        _ = try await client.send("GET", "/health")
        server.send(signal: SIGTERM)
        #expect(idle.receive() == [] && half.receive() == [])
        #expect(try server.exitStatus() == 0)
        #expect(!server.log.contains("still open"))
    }

    @Test("Of requests that are under way at the end, every one is answered or was never begun", arguments: 0..<8)
    func requestsUnderWay(round: Int) async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret())
        let client = try server.client()
        let connections = try (0..<24).map { _ in try RawConnection(port: client.port) }
        for connection in connections { connection.send(Self.post("warm")) }
        for connection in connections { #expect(try answer(on: connection).status == 201) }
        for (index, connection) in connections.enumerated() {
            if index == round * 3 { server.send(signal: SIGTERM) }
            connection.send(Self.post("mine"))
        }
        var acknowledged = 0
        for connection in connections {
            // A connection that was let go is ended, or gone.
            let responses = RawResponse.parse(try #require(connection.receiveAll()))
            #expect(responses.count <= 1 && responses.allSatisfy { $0.status == 201 })
            acknowledged += responses.count
        }
        #expect(try server.exitStatus() == 0)
        let again = try ServerProcess(try place.optionsWithSecret())
        let answer = try await again.client().send("GET", "/api/costs", token: TokenMint.user())
        #expect(answer.text.components(separatedBy: #""cost_type":"mine""#).count - 1 == acknowledged)
        again.send(signal: SIGTERM)
        #expect(try again.exitStatus() == 0)
    }

    @Test("A connection on which nothing is asked is ended when its time is over, and not reset")
    func idleness() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret() + ["--idle-timeout", "1"])
        let connection = try RawConnection(port: try server.client().port)
        connection.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        let response = try answer(on: connection)
        #expect(response["Keep-Alive"] == "timeout=1")
        #expect(connection.receive() == [])
        // It was said that nothing is read any more; what crossed that is no reason to drop the connection.
        #expect(connection.send(Self.get))
        #expect(!connection.wasDropped)
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
    }

    @Test("A connection has its time and the grace after every answer, not only after its first one")
    func idlenessOfLater() async throws {
        try await TestServer.run {
            $0.bounds.idle = .seconds(1)
        } _: { (server: TestServer) async throws in
            let connection = try RawConnection(port: server.port)
            let request = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
            connection.send(request)
            _ = try answer(on: connection)
            // The second answer comes a good while before the connection would be ended for the first one's sake.
            #expect(connection.receive(before: Deadline(after: .milliseconds(900))) == nil)
            let start = ContinuousClock.now
            connection.send(request)
            _ = try answer(on: connection)
            #expect(connection.receive() == [])
            #expect(.now - start >= .seconds(2))
        }
    }
}
