// SPDX-License-Identifier: MIT

import PipelineService
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A slow client", .serialized, .inTurn)
struct SlowClientTests {
    private static let carol = "33333333-3333-4333-8333-333333333333"

    /// Texts that stay long when they are compressed, more of them than a compressor looks back at.
    private static let texts: [String] = {
        var random = SeededGenerator(seed: 1)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        return (0..<100)
            .map { _ in String(decoding: (0..<900).map { _ in letters[random.below(letters.count)] }, as: UTF8.self) }
    }()

    /// Rows of a user that make an answer of so many kilobytes.
    static func rows(of user: String, kilobytes: Int) -> [UInt8] {
        let rows = (0..<kilobytes)
            .map {
                #"{"user_id":"\#(user)","cost_type":"c","amount":1,"details":"\#(texts[$0 % texts.count])"}"#
            }
        return Array(("[" + rows.joined(separator: ",") + "]").utf8)
    }

    static func request(_ user: String, _ method: String = "GET", fields: String = "") -> String {
        "\(method) /api/costs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TokenMint.user(user))\r\n\(fields)\r\n"
    }

    /// A connection that has taken the beginning of its user's long answer and no more.
    private func reader(
        _ server: TestServer,
        _ user: String,
        fields: String = ""
    ) throws -> (connection: RawConnection, start: [UInt8]) {
        let connection = try RawConnection(port: server.port, receiveBuffer: 4096)
        connection.send(Self.request(user, fields: "Connection: close\r\n" + fields))
        return (connection, try #require(connection.receive()))
    }

    /// The answer of which the beginning was taken; nil if it does not come to its end.
    ///
    /// What is long stays out of expectations: they write down what they were about.
    private func rest(of answer: (connection: RawConnection, start: [UInt8])) -> RawResponse? {
        answer.connection.receiveAll().flatMap { RawResponse.parse(answer.start + $0).first }
    }

    @Test("A user has so many long answers at a time, and all users together so many")
    func counts() async throws {
        try await TestServer.run {
            $0.bounds.longAnswersOfUser = 2
            $0.bounds.longAnswers = 3
        } _: { (server: TestServer) async throws in
            for user in [TokenMint.alice, TokenMint.bob, Self.carol] {
                _ = try await server.service.ingest(Self.rows(of: user, kilobytes: 4000), into: .costs)
            }
            let answer = { (user: String, method: String) in
                try await server.send(method, "/api/costs", token: TokenMint.user(user))
            }
            let first = try reader(server, TokenMint.alice)
            var second: RawConnection? = try reader(server, TokenMint.alice).connection
            let refused = try await answer(TokenMint.alice, "GET")
            #expect(refused.status == 429 && refused["Retry-After"] == "1")
            #expect(refused.text.contains("Too Many Requests"))
            #expect(try await answer(TokenMint.alice, "HEAD").status == 200)
            #expect(try await server.send("GET", "/api/notifications", token: TokenMint.user()).status == 200)
            let third = try reader(server, TokenMint.bob)
            let full = try await answer(Self.carol, "GET")
            #expect(full.status == 503 && full["Retry-After"] == "1")
            // What was read to its end, or is no longer wanted, makes room.
            let whole = rest(of: first)
            let length = whole?.body.count ?? 0
            #expect(whole?.status == 200 && length > 4_000_000)
            let other = try await answer(Self.carol, "GET").body.count
            #expect(other == length)
            _ = try reader(server, TokenMint.alice)
            #expect(second != nil)
            second = nil
            let deadline = Deadline()
            while try await answer(TokenMint.alice, "GET").status != 200 {
                guard !deadline.hasPassed else { throw Failure("A client that left still counts.") }
            }
            let status = rest(of: third)?.status
            #expect(status == 200)
        }
    }

    /// A client that takes answers as they are, and one that asks for compression.
    static let codings = ["", "Accept-Encoding: gzip\r\n"]

    @Test("A client that takes its answer slowly but steadily gets all of it, compressed or not", arguments: codings)
    func steadiness(coding: String) async throws {
        try await TestServer.run {
            $0.bounds.patience = .seconds(1)
        } _: { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(of: TokenMint.alice, kilobytes: 12_000), into: .costs)
            let (connection, start) = try reader(server, TokenMint.alice, fields: coding)
            var bytes = start
            // Nothing comes on a connection where nothing was asked: waiting for it takes its time.
            for _ in 0..<40 {
                _ = try RawConnection(port: server.port).receive(before: Deadline(after: .milliseconds(100)))
                bytes += try #require(connection.receive(atMost: 8192))
            }
            bytes += connection.receiveAll() ?? []
            let answer = try #require(RawResponse.parse(bytes).first)
            #expect(answer["Content-Encoding"] == (coding.isEmpty ? nil : "gzip"))
            let length = try coding.isEmpty ? answer.body.count : answer.body.gunzipped().count
            #expect(length > 12_000_000)
        }
    }

    @Test("Requests sent ahead wait until what was asked before is taken, and are answered then")
    func pipelining() async throws {
        try await TestServer.run {
            $0.hasMetrics = true
        } _: { (server: TestServer) async throws in
            let length = try await server.send("GET", "/openapi.json").body.count
            let connection = try RawConnection(port: server.port, receiveBuffer: 4096)
            let count = 3000
            let line = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
            connection.send(String(repeating: line, count: count))
            connection.endSending()
            // Others are served meanwhile, as often as it takes to answer all of them were nothing in the way.
            var answered = 0
            for _ in 0..<300 {
                let figures = try await server.send("GET", "/metrics").text.split(separator: "\n")
                let figure = figures.first {
                    $0.hasPrefix("pipeline_http_requests_total{route=\"/openapi.json\",method=\"GET\"")
                }
                answered = Int(figure?.split(separator: " ").last ?? "") ?? 0
            }
            #expect(answered > 1 && answered * length < 1 << 20)
            let responses = connection.receiveResponses()
            let sound = responses.count { $0.status == 200 && $0.body.count == length }
            #expect(sound == count)
        }
    }

    @Test("HEAD of a long answer costs its first piece, and the connection goes on")
    func head() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(of: TokenMint.alice, kilobytes: 100), into: .costs)
            let connection = try RawConnection(port: server.port)
            connection.send(Self.request(TokenMint.alice, "HEAD") + Self.request(TokenMint.bob, "HEAD"))
            connection.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
            connection.endSending()
            let text = String(decoding: try #require(connection.receiveAll()), as: UTF8.self)
            let answers = text.split(separator: "\r\n\r\n")
            #expect(answers.count == 4)
            #expect(!answers[0].contains("Content-Length") && answers[0].contains("transfer-encoding: chunked"))
            #expect(answers[1].contains("Content-Length") && answers[2].hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test(
        "What a long answer is of is told to the end, from a file if it takes long, compressed or not",
        arguments: codings
    )
    func file(coding: String) async throws {
        try await TestServer.run {
            $0.bounds.pinnedBytes = 1
            $0.bounds.pinnedPart = 0
        } _: { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(of: TokenMint.alice, kilobytes: 4000), into: .costs)
            let before = try await server.send("GET", "/api/costs", token: TokenMint.user()).body
            let reading = try reader(server, TokenMint.alice, fields: coding)
            try await write(to: server) { $0.contains("a long answer goes on from a file") }
            let body = try #require(rest(of: reading)).body
            let isSame = try (coding.isEmpty ? body : body.gunzipped()) == before
            #expect(isSame)
        }
    }

    @Test("A long answer that keeps too much is cut off where there is no room for the rest of it")
    func noRoom() async throws {
        try await TestServer.run {
            $0.bounds.pinnedBytes = 1
            $0.bounds.pinnedPart = 0
            $0.temporaryDirectory = "/nowhere"
        } _: { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(of: TokenMint.alice, kilobytes: 4000), into: .costs)
            let (connection, start) = try reader(server, TokenMint.alice)
            try await write(to: server) { $0.contains("a long answer is cut off") }
            let bytes = start + (connection.receiveAll() ?? [])
            let isWhole = bytes.suffix(5).elementsEqual("0\r\n\r\n".utf8)
            #expect(!isWhole && bytes.count < 3_000_000)
            #expect(try await server.send("GET", "/health").status == 200)
        }
    }

    /// Writes rows until the log says what is waited for.
    private func write(to server: TestServer, until isDone: (String) -> Bool) async throws {
        let deadline = Deadline()
        while !isDone(server.log.text) {
            _ = try await server.service.ingest(Self.rows(of: TokenMint.alice, kilobytes: 10), into: .costs)
            guard !deadline.hasPassed else { throw Failure("Nothing was moved.") }
        }
    }

    @Test("Near the bound of connections, those that are idle for the longest time make room")
    func idleness() async throws {
        try await TestServer.run {
            $0.bounds.connections = 8
        } _: { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(of: TokenMint.alice, kilobytes: 4000), into: .costs)
            let busy = try reader(server, TokenMint.alice)
            let idle = try (0..<40).map { _ in try RawConnection(port: server.port) }
            for _ in 0..<20 { #expect(try await server.send("GET", "/health").status == 200) }
            #expect(idle[0].receive() == [])
            let status = rest(of: busy)?.status
            #expect(status == 200)
        }
    }

    @Test("Near the bound of connections, an answer is the last one of its connection, and says so")
    func crowd() async throws {
        try await TestServer.run {
            $0.bounds.connections = 4
        } _: { (server: TestServer) async throws in
            let ask = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
            let post =
                "POST /api/costs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TokenMint.service)\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n["
            // None of them is idle: the rest of a body is still to come.
            var busy = try (0..<3)
                .map { _ in
                    let connection = try RawConnection(port: server.port)
                    connection.send(ask)
                    let answer = RawResponse.parse(try #require(connection.receive())).first
                    #expect(answer?["Connection"] == "keep-alive")
                    connection.send(post)
                    return connection
                }
            let last = try RawConnection(port: server.port)
            // What was asked before is answered before the connection ends.
            last.send(ask + ask)
            let answers = last.receiveResponses()
            #expect(answers.map(\.status) == [200, 200])
            #expect(answers.map { $0["Connection"] } == ["keep-alive", "close"])
            #expect(answers.last?["Keep-Alive"] == nil)
            // With room again, connections go on.
            busy.removeLast()
            let deadline = Deadline()
            while true {
                let next = try RawConnection(port: server.port)
                next.send(ask)
                let answer = RawResponse.parse(try #require(next.receive())).first
                if answer?["Connection"] == "keep-alive" { break }
                guard !deadline.hasPassed else { throw Failure("There is room, and connections end.") }
            }
            busy[0].send("]")
            let answer = RawResponse.parse(try #require(busy[0].receive())).first
            #expect(answer?.status == 200 && answer?["Connection"] == "keep-alive")
        }
    }
}
