// SPDX-License-Identifier: MIT

import PipelineService
import TestSupport
import Testing

@testable import PipelineHTTP

/// What clients and proxies rest on beside the answers themselves (RFC 9110, RFC 9112).
@Suite("A message", .serialized, .inTurn)
struct MessageTests {
    private static let cost = #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1}"#

    /// The head of a delivery.
    private static func post(_ fields: String, token: String = TokenMint.service, path: String = "/api/costs") -> String
    {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n"
            + "Content-Type: application/json\r\n\(fields)\r\n"
    }

    /// Sends bytes and reads all answers until the server ends.
    private func answers(_ server: TestServer, _ bytes: String, ends: Bool = false) throws -> [RawResponse] {
        let connection = try RawConnection(port: server.port)
        connection.send(bytes)
        if ends { connection.endSending() }
        return RawResponse.parse(try #require(connection.receiveAll()))
    }

    @Test("A client that waits for it is told to send its body, and then answered")
    func goAhead() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            for value in ["100-continue", "100-Continue", "100-continue,"] {
                let connection = try RawConnection(port: server.port)
                let length = "Content-Length: \(Self.cost.utf8.count)\r\n"
                connection.send(Self.post("\(length)Expect: \(value)\r\n"))
                let first = try #require(connection.receive())
                #expect(String(decoding: first, as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
                connection.send(Self.cost + "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(connection.receiveResponses().map(\.status) == [201, 200])
            }
            let mark = "PATCH /api/notifications/\(RouteMatrixTests.ownID)/read HTTP/1.1\r\nHost: a\r\n"
            let connection = try RawConnection(port: server.port)
            connection.send(
                mark + "Authorization: Bearer \(TokenMint.user())\r\nTransfer-Encoding: chunked\r\n"
                    + "Expect: 100-continue\r\nConnection: close\r\n\r\n"
            )
            #expect(connection.receive()?.starts(with: "HTTP/1.1 100".utf8) == true)
            connection.send("0\r\n\r\n")
            #expect(connection.receiveResponses().map(\.status) == [404])
        }
    }

    @Test("A client that sends its body at once is not told to go ahead")
    func noGoAhead() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let fields = "Content-Length: \(Self.cost.utf8.count)\r\nExpect: 100-continue\r\nConnection: close\r\n"
            #expect(try answers(server, Self.post(fields) + Self.cost).map(\.status) == [201])
            let get = "GET /health HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
            #expect(try answers(server, get).map(\.status) == [200])
        }
    }

    @Test("A request that will be refused is refused before its body is sent, and the connection ends")
    func earlyRefusal() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let waiting = "Content-Length: 100\r\nExpect: 100-continue\r\n"
            let large = "Content-Length: 100000000\r\nExpect: 100-continue\r\n"
            let cases: [(String, Int)] = [
                (Self.post(waiting, path: "/nowhere"), 404), (Self.post(waiting, path: "/health"), 405),
                (Self.post(waiting, token: "x"), 401), (Self.post(waiting, token: TokenMint.user()), 403),
                (Self.post(waiting + "Content-Type: text/csv\r\n"), 415), (Self.post(large), 413),
                (Self.post("Content-Length: 100\r\nExpect: 200-ok\r\n"), 417),
                (Self.post("Content-Length: 100\r\nExpect: 100-continue, x=y\r\n"), 417),
            ]
            for (head, status) in cases {
                let responses = try answers(server, head)
                #expect(responses.map(\.status) == [status], "\(head)")
                #expect(responses.first?["Connection"] == "close")
                #expect(responses.first?.text.hasPrefix(#"{"error":""#) == true)
            }
        }
    }

    @Test("A body beyond its bound is refused, and the answer arrives however much is still sent")
    func bodyBeyondBound() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let body = String(repeating: " ", count: 17 << 20)
            for head in ["Content-Length: \(body.utf8.count)\r\n", "Transfer-Encoding: chunked\r\n"] {
                let connection = try RawConnection(port: server.port)
                connection.send(Self.post(head))
                if head.hasPrefix("T") { connection.send(String(body.utf8.count, radix: 16) + "\r\n") }
                connection.send(body)
                let response = connection.receiveResponses().first
                #expect(response?.status == 413)
                #expect(response?["Connection"] == "close")
            }
        }
    }

    @Test("HTTP/1.0 gets no chunks, and its connection is closed")
    func oldVersion() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            _ = try await server.service.ingest(SlowClientTests.rows(of: TokenMint.alice, kilobytes: 100), into: .costs)
            let get = "GET /api/costs HTTP/1.0\r\nAuthorization: Bearer \(TokenMint.user())\r\n"
            let whole = try await server.send("GET", "/api/costs", token: TokenMint.user()).body
            for fields in ["", "Connection: keep-alive\r\n", "Expect: 100-continue\r\nContent-Length: 0\r\n"] {
                let responses = try answers(server, get + fields + "\r\n")
                #expect(responses.map(\.status) == [200])
                #expect(responses.first?.version == "HTTP/1.0" && responses.first?["Transfer-Encoding"] == nil)
                #expect(responses.first?["Connection"] == "close")
                let isWhole = responses.first?.body == whole
                #expect(isWhole)
            }
            #expect(try answers(server, "GET /health HTTP/1.0\r\n\r\n").map(\.status) == [200])
            let head = try RawConnection(port: server.port)
            head.send("HEAD /health HTTP/1.0\r\n\r\n")
            #expect(head.receiveResponses(isHead: true).map(\.status) == [200])
        }
    }

    @Test("HTTP/1.0 keeps its connection if it asks for it and lengths are known")
    func oldConnection() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let get = "GET /health HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
            let responses = try answers(server, get + get + "GET /health HTTP/1.0\r\n\r\n")
            #expect(responses.map(\.status) == [200, 200, 200])
            #expect(responses.map { $0["Connection"] } == ["keep-alive", "keep-alive", "close"])
        }
    }

    @Test(
        "A connection ends with the answer to whoever says so, and what comes behind it is not read",
        arguments: ["close", "Close", "keep-alive, CLOSE", "x ,\tclose", "close\r\nConnection: keep-alive"]
    )
    func closing(value: String) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let get = "GET /health HTTP/1.1\r\nHost: a\r\n"
            let responses = try answers(server, "\(get)\r\n\(get)Connection: \(value)\r\n\r\n\(get)\r\n")
            #expect(responses.map(\.status) == [200, 200])
            #expect(responses[0]["Connection"] != "close" && responses[1]["Connection"] == "close")
        }
    }

    @Test("Options that only sound like the end of a connection do not end it")
    func otherOptions() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let get = "GET /health HTTP/1.1\r\nHost: a\r\n"
            let odd = get + "Connection: closed, x-close, \u{e9}\r\n\r\n"
            #expect(try answers(server, odd + get + "\r\n", ends: true).map(\.status) == [200, 200])
        }
    }

    @Test(
        "A request names one host, or is refused",
        arguments: [
            ("GET /health HTTP/1.1\r\n", 400), ("GET /health HTTP/1.1\r\nHost: a\r\nHost: a\r\n", 400),
            ("GET /health HTTP/1.1\r\nHost: a/b\r\n", 400), ("GET /health HTTP/1.1\r\nHost: a b\r\n", 400),
            ("GET /health HTTP/1.1\r\nHost: u@a\r\n", 400), ("GET /health HTTP/1.0\r\nHost: a\r\nHost: b\r\n", 400),
            ("GET /health HTTP/1.1\r\nHost:\r\n", 200), ("GET /health HTTP/1.1\r\nhOST: [::1]:80\r\n", 200),
            ("GET /health HTTP/1.1\r\nHost: a_b.example:8080\r\n", 200), ("GET /health HTTP/1.0\r\n", 200),
        ]
    )
    func hosts(head: String, status: Int) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let response = try answers(server, head + "Connection: close\r\n\r\n").first
            #expect(response?.status == status)
            #expect(response?["Connection"] == "close")
            if status == 400 { #expect(response?.text.contains("must name one host") == true) }
        }
    }

    @Test("A client that ends its side still gets all of its answer")
    func halfClosing() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let length = try await server.send("GET", "/openapi.json").body.count
            for count in [1, 7, 40] {
                let connection = try RawConnection(port: server.port, receiveBuffer: 4096)
                connection.send(String(repeating: "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n", count: count))
                connection.endSending()
                let sound = connection.receiveResponses().count { $0.body.count == length }
                #expect(sound == count)
            }
        }
    }
}
