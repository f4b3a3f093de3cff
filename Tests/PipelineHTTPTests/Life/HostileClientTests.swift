// SPDX-License-Identifier: MIT

import Logging
import PipelineCore
import PipelineService
import TerminalTestSupport
import Testing

@testable import PipelineHTTP

@Suite("A hostile client", .serialized)
struct HostileClientTests {
    /// The seconds within which a server has to end the connection: fewer than its patience where none is set.
    private static let bound = min(10 * Patience.factor, 25)

    /// Whether the server ends the connection in time, whatever is sent: bytes at once, then one every tenth of a second.
    private func isClosed(_ server: TestServer, _ start: String, trickle: String = "") async throws -> Bool {
        try await server.blocking { port in
            let connection = try RawConnection(port: port, patience: trickle.isEmpty ? Self.bound : 1)
            connection.send(start)
            if trickle.isEmpty { return connection.receiveAll() != nil }
            let clock = ContinuousClock()
            let end = clock.now + .seconds(Self.bound)
            while clock.now < end {
                if !connection.send(trickle) { return true }
                if connection.isAtEnd(within: 100) { return true }
            }
            return false
        }
    }

    @Test("who is slow is cut off, and others are served meanwhile")
    func slowness() async throws {
        try await TestServer.run {
            $0.bounds.patience = .milliseconds(800)
        } _: { (server: TestServer) async throws in
            let post =
                "POST /api/costs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer \(TokenMint.service)\r\n"
            async let idle = isClosed(server, "")
            async let half = isClosed(server, "GET /health HTTP/1.1\r\nHost: a\r\n")
            async let kept = isClosed(server, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
            async let body = isClosed(server, post + "Content-Length: 100\r\n\r\n[")
            async let header = isClosed(server, "GET /health HTTP/1.1\r\nX: ", trickle: "a")
            async let slowBody = isClosed(server, post + "Content-Length: 1000\r\n\r\n[", trickle: " ")
            async let slowChunks = isClosed(server, post + "Transfer-Encoding: chunked\r\n\r\n", trickle: "1\r\n \r\n")
            #expect(try await server.send("GET", "/health").status == 200)
            let closed = try await [idle, half, kept, body, header, slowBody, slowChunks]
            #expect(closed == [true, true, true, true, true, true, true])
            #expect(try await server.send("GET", "/health").status == 200)
        }
    }

    @Test("who does not take a long answer is cut off, and costs little")
    func unreadAnswer() async throws {
        try await TestServer.run {
            $0.bounds.patience = .seconds(2)
        } _: { (server: TestServer) async throws in
            let row =
                #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1,"details":"\#(String(repeating: "x", count: 900))"}"#
            let rows = "[" + [String](repeating: row, count: 12_000).joined(separator: ",") + "]"
            _ = try await server.service.ingest(Array(rows.utf8), into: .costs)
            let received = try await server.blocking { port in
                let connection = try RawConnection(port: port, receiveBuffer: 4096)
                let request = "GET /api/costs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TokenMint.user())\r\n\r\n"
                connection.send(request)
                connection.pause(seconds: 6)
                return connection.receiveAll()?.count ?? -1
            }
            #expect(received >= 0 && received < 14_000_000)
            #expect(try await server.send("GET", "/api/costs", token: TokenMint.user()).body.count > 13_000_000)
        }
    }

    @Test(
        "who does not speak HTTP gets a bare 400",
        arguments: [
            "GET / HTTP/0.9\r\n\r\n", "get /health HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}",
            "GET /health HTTP/1.1\r\nHost : a\r\n\r\n",
            "POST /api/costs HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n[]",
            "POST /api/costs HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n[]",
            "GET /health HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "GET /health HTTP/1.1\nA\n\n",
        ]
    )
    func noHTTP(bytes: String) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let answer = try await server.blocking { port in
                let connection = try RawConnection(port: port)
                connection.send(bytes)
                connection.endSending()
                return connection.receiveAll()
            }
            let response = RawResponse.parse(try #require(answer)).first
            #expect(response?.status == 400)
            #expect(response?.body == [])
            #expect(try await server.send("GET", "/health").status == 200)
        }
    }

    @Test("who sends too much is refused")
    func bounds() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let long = String(repeating: "a", count: 33 * 1024)
            #expect(try await server.send("GET", "/health", fields: ["X-Long: \(long)"]).status == 400)
            #expect(try await server.send("GET", "/health?\(long)").status == 400)
            #expect(try await server.send("GET", "/health", fields: (0..<70).map { "X-\($0): a" }).status == 400)
            let fields = ["Content-Length: 1048577"]
            let target = "/api/notifications/\(RouteMatrixTests.ownID)/read"
            let early = try await server.blocking { port in
                let connection = try RawConnection(port: port)
                let head =
                    ["PATCH \(target) HTTP/1.1", "Host: a", "Authorization: Bearer \(TokenMint.user())"] + fields
                connection.send(head.joined(separator: "\r\n") + "\r\n\r\n")
                return RawResponse.parse(connection.receive() ?? []).first?.status
            }
            #expect(early == 413)
        }
    }

    @Test("who writes controls in a request leaves none in the log, and no token")
    func log() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            _ = try await server.send("GET", "/api/costs?\u{1b}[31m", token: TokenMint.user() + "x")
            _ = try await server.send("GET", "/api/costs", token: TokenMint.user(), fields: ["Cookie: a=\u{7f}"])
            #expect(try await server.post("/api/costs", "[\"secret-body\"]").status == 400)
            let text = server.log.text
            #expect(!text.contains("eyJ") && !text.contains("secret-body"))
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        }
        let book = TestServer.LogBook()
        let logger = Logger(label: "l") { LineLogHandler(label: $0) { book.add($0) } }
        logger.info("a\nb\u{1b}\u{2028}", metadata: ["name": "c d\"\u{202e}"])
        #expect(book.text == #"l: info: a\nb\u{1b}\u{2028} name="c d\"\u{202e}""# + "\n")
    }

    @Test("who asks many things at once gets the answers in order")
    func pipelining() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let statuses = try await server.blocking { port in
                let connection = try RawConnection(port: port)
                let targets = ["/health", "/nothing", "/api/costs", "/openapi.json", "/health"]
                connection.send(targets.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
                connection.endSending()
                return RawResponse.parse(connection.receiveAll() ?? []).map(\.status)
            }
            #expect(statuses == [200, 404, 401, 200, 200])
        }
    }
}
