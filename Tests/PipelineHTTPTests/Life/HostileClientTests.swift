// SPDX-License-Identifier: MIT

import Logging
import PipelineCore
import PipelineService
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A hostile client", .serialized, .inTurn)
struct HostileClientTests {
    /// Whether the server ends the connection before its own default would, which is half a minute.
    ///
    /// The client sends bytes at once, and then a few every tenth of a second.
    private func isClosed(_ server: TestServer, _ start: String, trickle: String = "") async throws -> Bool {
        let deadline = Deadline(after: RequestBounds().patience - .seconds(5))
        let connection = try RawConnection(port: server.port)
        connection.send(start)
        if trickle.isEmpty { return connection.receiveAll(before: deadline) != nil }
        while !deadline.hasPassed {
            if !connection.send(trickle) { return true }
            if connection.receive(before: Deadline(after: .milliseconds(100)))?.isEmpty == true { return true }
        }
        return false
    }

    @Test("A slow client is cut off, and others are served meanwhile")
    func slowness() async throws {
        try await TestServer.run {
            $0.bounds.patience = .milliseconds(800)
            $0.bounds.idle = .milliseconds(800)
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

    @Test("A client that does not read a long answer is cut off")
    func unreadAnswer() async throws {
        try await TestServer.run {
            $0.bounds.patience = .seconds(2)
        } _: { (server: TestServer) async throws in
            let row =
                #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1,"details":"\#(String(repeating: "x", count: 900))"}"#
            let rows = "[" + [String](repeating: row, count: 12_000).joined(separator: ",") + "]"
            _ = try await server.service.ingest(Array(rows.utf8), into: .costs)
            let connection = try RawConnection(port: server.port, receiveBuffer: 4096)
            let request = "GET /api/costs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TokenMint.user())\r\n\r\n"
            connection.send(request)
            #expect(connection.isDropped())
            #expect(try #require(connection.receiveAll()).count < 14_000_000)
            #expect(try await server.send("GET", "/api/costs", token: TokenMint.user()).body.count > 13_000_000)
        }
    }

    @Test(
        "A client that does not speak HTTP gets a bare 400",
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
            let connection = try RawConnection(port: server.port)
            connection.send(bytes)
            connection.endSending()
            let response = connection.receiveResponses().first
            #expect(response?.status == 400)
            #expect(response?.body == [])
            #expect(try await server.send("GET", "/health").status == 200)
        }
    }

    @Test("A client that sends too much is refused")
    func bounds() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let long = String(repeating: "a", count: 33 * 1024)
            #expect(try await server.send("GET", "/health", fields: ["X-Long: \(long)"]).status == 431)
            #expect(try await server.send("GET", "/health?\(long)").status == 414)
            #expect(try await server.send("GET", "/health", fields: (0..<70).map { "X-\($0): a" }).status == 431)
            let fields = ["Content-Length: 1048577"]
            let target = "/api/notifications/\(RouteMatrixTests.ownID)/read"
            let connection = try RawConnection(port: server.port)
            let head = ["PATCH \(target) HTTP/1.1", "Host: a", "Authorization: Bearer \(TokenMint.user())"] + fields
            connection.send(head.joined(separator: "\r\n") + "\r\n\r\n")
            #expect(RawResponse.parse(connection.receive() ?? []).first?.status == 413)
        }
    }

    @Test("The log holds no control characters of a request, and no tokens")
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
        let logger = Logger(label: "l") { LineLogHandler(label: $0) { line, _ in book.add(line) } }
        logger.info("a\nb\u{1b}\u{2028}", metadata: ["name": "c d\"\u{202e}"])
        #expect(book.text == #"l: info: a\nb\u{1b}\u{2028} name="c d\"\u{202e}""# + "\n")
    }

    @Test("Pipelined requests are answered in order")
    func pipelining() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let connection = try RawConnection(port: server.port)
            let targets = ["/health", "/nothing", "/api/costs", "/openapi.json", "/health"]
            connection.send(targets.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            connection.endSending()
            #expect(connection.receiveResponses().map(\.status) == [200, 404, 401, 200, 200])
        }
    }
}
