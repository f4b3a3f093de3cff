// SPDX-License-Identifier: MIT

import Gzip
import NIOCore
import PipelineAnswers
import PipelineService
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A compressed answer", .serialized, .inTurn)
struct CompressedAnswerTests {
    private static let accept = ["Accept-Encoding: gzip"]

    private static func rows(_ count: Int) -> [UInt8] {
        let row = #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":0.01}"#
        return Array(("[" + [String](repeating: row, count: count).joined(separator: ",") + "]").utf8)
    }

    /// The fields of an answer that do not depend on the moment.
    private static func fields(_ answer: RawResponse) -> [String] {
        answer.fields.filter { $0.name != "date" && $0.name != "x-request-id" }.map { "\($0.name): \($0.value)" }
            .sorted()
    }

    @Test("A short answer is compressed for whoever asks, with a tag of its own", arguments: [10, 60])
    func short(count: Int) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(count), into: .costs)
            for target in ["/api/costs", "/api/costs?period=year"] {
                let token = TokenMint.user()
                let plain = try await server.send("GET", target, token: token)
                let coded = try await server.send("GET", target, token: token, fields: Self.accept)
                #expect(plain["Content-Encoding"] == nil && coded["Content-Encoding"] == "gzip")
                #expect(try coded.body.gunzipped() == plain.body)
                #expect(coded.body.count < plain.body.count)
                #expect(coded["Content-Length"] == "\(coded.body.count)")
                let tag = try #require(plain["ETag"])
                #expect(coded["ETag"] == tag.dropLast() + "-gzip\"")
                for answer in [plain, coded] {
                    #expect(answer["Vary"] == "Authorization, Cookie, Accept, Accept-Encoding")
                    #expect(answer["Content-Type"] == plain["Content-Type"])
                }
                let again = try await server.send("GET", target, token: token, fields: Self.accept)
                #expect(again.body == coded.body)
                let head = try await server.send("HEAD", target, token: token, fields: Self.accept)
                #expect(Self.fields(head) == Self.fields(coded))
                #expect(server.log.text.contains("path=/api/costs status=200 bytes=\(coded.body.count) "))
            }
            let csv = try await server.send(
                "GET",
                "/api/costs",
                token: TokenMint.user(),
                fields: ["Accept: text/csv"] + Self.accept
            )
            #expect(csv["Content-Type"]?.hasPrefix("text/csv") == true && csv["Content-Encoding"] == "gzip")
        }
    }

    @Test("An answer of less than a kilobyte is sent as it is, and says that a longer one would not be")
    func little() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let token = TokenMint.user()
            let plain = try await server.send("GET", "/api/costs", token: token)
            let asked = try await server.send("GET", "/api/costs", token: token, fields: Self.accept)
            #expect(asked.body == plain.body && plain.body.count < 1024)
            #expect(asked["Content-Encoding"] == nil && asked["ETag"] == plain["ETag"])
            #expect(asked["Vary"]?.contains("Accept-Encoding") == true)
            let tag = try #require(plain["ETag"])
            let condition = Self.accept + ["If-None-Match: \(tag)"]
            let same = try await server.send("GET", "/api/costs", token: token, fields: condition)
            #expect(same.status == 304 && same["ETag"] == tag)
            let health = try await server.send("GET", "/health", fields: Self.accept)
            #expect(health["Content-Encoding"] == nil && health["Vary"] == nil)
            let missing = try await server.send("GET", "/nowhere", fields: Self.accept)
            #expect(missing.status == 404 && missing["Content-Encoding"] == nil)
        }
    }

    @Test("Whoever has an answer, compressed by whomever, is told so, with the tag of what would be sent")
    func conditions() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(20), into: .costs)
            let token = TokenMint.user()
            let tag = try #require(try await server.send("GET", "/api/costs", token: token)["ETag"])
            let start = String(tag.dropLast())
            let held = [tag, "\(start)-gzip\"", "\(start)--gzip\""]
            let weak = held.map { "W/\($0)" }
            for value in held + weak + ["\"x\", \(held[1])", "*"] {
                for method in ["GET", "HEAD"] {
                    for accept in [[], Self.accept, ["Accept-Encoding: gzip;q=0"]] {
                        let fields = accept + ["If-None-Match: \(value)"]
                        let same = try await server.send(method, "/api/costs", token: token, fields: fields)
                        #expect(same.status == 304 && same.body.isEmpty, "\(value)")
                        #expect(same["ETag"] == (accept == Self.accept ? held[1] : tag), "\(value)")
                        #expect(same["Vary"]?.contains("Accept-Encoding") == true)
                        #expect(same["Content-Encoding"] == nil && same["Content-Length"] == nil)
                    }
                }
            }
            _ = try await server.service.ingest(Self.rows(1), into: .costs)
            for value in held {
                let fields = Self.accept + ["If-None-Match: \(value)"]
                #expect(try await server.send("GET", "/api/costs", token: token, fields: fields).status == 200)
            }
        }
    }

    @Test("A long answer is compressed while it is made, with the same content")
    func long() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let rows = SlowClientTests.rows(of: TokenMint.alice, kilobytes: 500)
            _ = try await server.service.ingest(rows, into: .costs)
            _ = try await server.service.ingest(Self.rows(20_000), into: .costs)
            let token = TokenMint.user()
            let plain = try await server.send("GET", "/api/costs", token: token)
            let coded = try await server.send("GET", "/api/costs", token: token, fields: Self.accept)
            #expect(coded.isChunked && coded["Content-Encoding"] == "gzip")
            #expect(coded["ETag"] == plain["ETag"].map { $0.dropLast() + "-gzip\"" })
            let isSame = try coded.body.gunzipped() == plain.body
            #expect(isSame && coded.body.count < plain.body.count)
            #expect(server.log.text.contains("status=200 bytes=\(coded.body.count) "))
            let head = try await server.send("HEAD", "/api/costs", token: token, fields: Self.accept)
            #expect(Self.fields(head) == Self.fields(coded))
        }
    }

    @Test("What is no answer to a user is compressed too: the description, the figures, the rows of a delivery")
    func others() async throws {
        try await TestServer.run {
            $0.hasMetrics = true
        } _: { (server: TestServer) async throws in
            for target in ["/openapi.json", "/metrics"] {
                let plain = try await server.send("GET", target)
                let coded = try await server.send("GET", target, fields: Self.accept)
                #expect(plain["Content-Encoding"] == nil && coded["Content-Encoding"] == "gzip")
                #expect(plain["Vary"] == "Accept-Encoding" && coded["Vary"] == "Accept-Encoding")
                if target == "/openapi.json" { #expect(try coded.body.gunzipped() == plain.body) }
            }
            for (count, isLong) in [(10, false), (300, true)] {
                let delivery = try await server.send(
                    "POST",
                    "/api/costs",
                    token: TokenMint.service,
                    fields: ["Content-Type: application/json"] + Self.accept,
                    body: String(decoding: Self.rows(count), as: UTF8.self)
                )
                #expect(delivery.status == 201 && delivery["Content-Encoding"] == "gzip")
                #expect(delivery.isChunked == isLong && delivery["Vary"] == "Accept-Encoding")
                let text = String(decoding: try delivery.body.gunzipped(), as: UTF8.self)
                #expect(text.components(of: "\"cost_type\"") == count)
            }
        }
    }

    @Test("Each of several requests on a connection gets its answer as it asks for it")
    func pipelining() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(200), into: .costs)
            let connection = try RawConnection(port: server.port)
            let gzip = "Accept-Encoding: gzip\r\n"
            let asked = [gzip, "", gzip, gzip, "Accept-Encoding: br\r\n"]
            connection.send(asked.map { SlowClientTests.request(TokenMint.alice, fields: $0) }.joined())
            connection.endSending()
            let answers = connection.receiveResponses()
            #expect(answers.map { $0["Content-Encoding"] } == asked.map { $0 == gzip ? "gzip" : nil })
            let bodies = try answers.map { try $0["Content-Encoding"] == nil ? $0.body : $0.body.gunzipped() }
            #expect(Set(bodies).count == 1)
        }
    }

    @Test("HTTP/1.0 gets a compressed answer without chunks")
    func oldVersion() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            _ = try await server.service.ingest(Self.rows(1000), into: .costs)
            let connection = try RawConnection(port: server.port)
            let get = "GET /api/costs HTTP/1.0\r\nAuthorization: Bearer \(TokenMint.user())\r\n"
            connection.send(get + "Accept-Encoding: gzip\r\n\r\n")
            let answer = try #require(connection.receiveResponses().first)
            let whole = try await server.send("GET", "/api/costs", token: TokenMint.user()).body
            let isSame = try answer.body.gunzipped() == whole
            #expect(isSame && answer["Transfer-Encoding"] == nil)
        }
    }
}

@Suite("The compressor of answers")
struct AnswerCompressorTests {
    private func random(_ count: Int, of kinds: Int) -> ByteBuffer {
        var random = SeededGenerator(seed: UInt64(count + kinds))
        return ByteBuffer(bytes: (0..<count).map { _ in UInt8(random.below(kinds)) })
    }

    @Test("An answer has the same bytes whether an encoder was kept for it or made for it")
    func slots() throws {
        let (kept, made) = (AnswerCompressor(slotCount: 1), AnswerCompressor(slotCount: 0))
        for count in [1024, 32_768, 5000] {
            let bytes = random(count, of: 12)
            let first = kept.compressed(bytes)
            #expect(kept.compressed(bytes) == first)
            #expect(made.compressed(bytes) == first)
            #expect(try first.readableBytesView.gunzipped() == Array(bytes.readableBytesView))
        }
    }

    @Test("The pieces of a long answer are no longer than those of any other", arguments: [1, 20, 256])
    func pieces(kinds: Int) throws {
        var pieces = CompressedPieces()
        var (rest, sent) = (100, [ByteBuffer]())
        let piece = random(AnswerWriter.pieceLength + 1000, of: kinds)
        loop: while true {
            switch pieces.next() {
            case .piece(let piece): sent.append(piece)
            case .ended: break loop
            case .needsMore:
                if rest > 0 { pieces.append(piece) } else { pieces.end() }
                rest -= 1
            }
        }
        #expect(sent.allSatisfy { (1...AnswerWriter.pieceLength).contains($0.readableBytes) })
        #expect(sent.dropLast().allSatisfy { $0.readableBytes >= AnswerWriter.pieceLength / 2 })
        let text = try sent.flatMap { Array($0.readableBytesView) }.gunzipped()
        let isSame = text == (0..<100).flatMap { _ in Array(piece.readableBytesView) }
        #expect(isSame)
    }
}
