// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A compressed delivery", .serialized, .inTurn)
struct CompressedDeliveryTests {
    private static let gzip = ["Content-Encoding: gzip"]

    private static func cost(_ amount: Int = 1, id: String = RouteMatrixTests.ownID) -> [UInt8] {
        Array(#"{"id":"\#(id)","user_id":"\#(TokenMint.alice)","cost_type":"c","amount":\#(amount)}"#.utf8)
    }

    /// Hands bytes over as the platform does.
    private func send(
        _ server: TestServer,
        _ body: [UInt8],
        _ fields: [String] = gzip,
        line: String = "POST /api/costs",
        token: String? = TokenMint.service
    ) throws -> RawResponse {
        var lines = ["\(line) HTTP/1.1", "Host: a", "Connection: close", "Content-Length: \(body.count)"]
        if !fields.contains(where: { $0.hasPrefix("Content-Type") }) { lines.append("Content-Type: application/json") }
        if let token { lines.append("Authorization: Bearer \(token)") }
        let connection = try RawConnection(port: server.port)
        connection.send((lines + fields).joined(separator: "\r\n") + "\r\n\r\n")
        connection.send(body)
        return try #require(connection.receiveResponses().first)
    }

    @Test(
        "A delivery is read in whatever spelling it names its coding",
        arguments: ["gzip", "x-gzip", "GZIP", " gzip ", "gzip,"]
    )
    func spellings(name: String) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let coding = ["Content-Encoding: \(name)"]
            #expect(try send(server, Self.cost().gzipped, coding).status == 201)
            let plain = try send(server, Self.cost(), ["Content-Encoding: identity"])
            #expect(plain.status == 200)
            #expect(try send(server, Self.cost().gzipped, coding).body == plain.body)
        }
    }

    @Test("A delivery in several members, in pieces, and over both routes is one text")
    func members() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let cost = Self.cost()
            let coded = cost.prefix(10).gzipped + [UInt8]().gzipped + cost.dropFirst(10).gzipped
            #expect(try send(server, coded).status == 201)
            let connection = try RawConnection(port: server.port)
            connection.send(
                "POST /api/costs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Encoding: gzip\r\nAuthorization: Bearer \(TokenMint.service)\r\n"
                    + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            #expect(connection.receive()?.starts(with: "HTTP/1.1 100".utf8) == true)
            for byte in coded { connection.send(Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8)) }
            connection.send("0\r\n\r\n")
            #expect(connection.receiveResponses().map(\.status) == [200])
            let row = RouteMatrixTests.notification(RouteMatrixTests.ownID, TokenMint.alice)
            #expect(try send(server, row.utf8.gzipped, line: "POST /api/notifications").status == 201)
        }
    }

    @Test("A delivery that is not the gzip that it says it is, is refused with what is wrong, and stores nothing")
    func unsound() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let coded = Self.cost().gzipped
            var changed = coded
            changed[coded.count - 6] ^= 1
            let cases: [([UInt8], String)] = [
                (Self.cost(), "it is not, or it is damaged"), (changed, "it is not, or it is damaged"),
                ([], "it ends too early"), (Array(coded.dropLast()), "it ends too early"),
                (Array(coded.prefix(5)), "it ends too early"), (coded + coded.dropLast(), "it ends too early"),
                (coded + [0], "something else follows its end"),
                (coded + Self.cost(), "something else follows its end"),
                (coded + [0x1F, 0x8C], "it is not, or it is damaged"),
            ]
            for (body, what) in cases {
                let answer = try send(server, body)
                #expect(answer.status == 400, "\(what)")
                #expect(
                    answer.text
                        == #"{"error":"Invalid body","details":"The body must be gzip, as Content-Encoding says: \#(what)."}"#
                        + "\n"
                )
            }
            let costs = try await server.send("GET", "/api/costs", token: TokenMint.user())
            #expect(costs.text.components(of: "\"cost_type\"") == 0)
        }
    }

    @Test("A delivery may be as long as its bound once it is decompressed, and not a byte longer")
    func bounds() async throws {
        try await TestServer.run {
            $0.bounds.ingestBytes = 2000
        } _: { (server: TestServer) async throws in
            let exact = [UInt8](repeating: UInt8(ascii: " "), count: 1998) + Array("[]".utf8)
            #expect(try send(server, exact.gzipped).status == 200)
            // A kilobyte that stands for a thousand: it is refused by what came out of it so far.
            let bomb = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20).gzipped
            for body in [([UInt8(ascii: " ")] + exact).gzipped, bomb, exact.gzipped + exact.gzipped] {
                let answer = try send(server, body)
                #expect(answer.status == 413 && answer["Connection"] == "close")
                #expect(answer.text.contains("A body must have at most 2000 bytes"))
            }
            #expect(try send(server, [UInt8](repeating: 0, count: 2001)).status == 413)
        }
    }

    @Test(
        "A delivery in a coding that is not read, or in several, is refused with what is read",
        arguments: [
            ["br"], ["deflate"], ["zstd"], ["gzip, gzip"], ["gzip, identity"], ["br, gzip"], ["gzip;q=1"], ["*"],
            ["gzip", "gzip"], ["identity", "gzip"],
        ]
    )
    func otherCodings(names: [String]) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let fields = names.map { "Content-Encoding: \($0)" }
            for line in ["POST /api/costs", "POST /api/notifications"] {
                let answer = try send(server, Self.cost().gzipped, fields, line: line)
                #expect(answer.status == 415 && answer["Accept-Encoding"] == "gzip")
                #expect(answer.text.contains("Content-Encoding must be gzip or identity, and given once."))
            }
            // What comes first is said first, and nobody is told to send what will not be read.
            #expect(try send(server, [], fields, token: nil).status == 401)
            let type = try send(server, [], fields + ["Content-Type: text/plain"])
            #expect(type.status == 415 && type["Accept-Encoding"] == nil)
            let early = try send(server, [], fields + ["Expect: 100-continue"])
            #expect(early.status == 415)
        }
    }

    @Test("A body that nobody asked for is passed over in a coding that is read, and refused in another")
    func skipped() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let mark = "PATCH /api/notifications/\(RouteMatrixTests.ownID)/read"
            for (line, status) in [(mark, 404), ("GET /api/costs", 200)] {
                for body in [Self.cost().gzipped, Self.cost(), []] {
                    let answer = try send(server, body, line: line, token: TokenMint.user())
                    #expect(answer.status == status)
                }
                let other = try send(server, [1], ["Content-Encoding: br"], line: line, token: TokenMint.user())
                #expect(other.status == 415 && other["Accept-Encoding"] == "gzip")
            }
            // Without a body there is nothing that could be coded.
            let fields = ["Content-Encoding: br"]
            #expect(try await server.send("GET", "/api/costs", token: TokenMint.user(), fields: fields).status == 200)
        }
    }

    @Test("A key is compared with what a delivery says, however it was coded")
    func keys() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let key = ["Idempotency-Key: a"]
            let row = Array(#"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1}"#.utf8)
            let first = try send(server, row.gzipped, Self.gzip + key)
            #expect(first.status == 201)
            for (body, fields) in [
                (row, key), (row.gzipped, Self.gzip + key),
                (row.prefix(9).gzipped + row.dropFirst(9).gzipped, Self.gzip + key),
            ] {
                let again = try send(server, body, fields)
                #expect(again.status == 200 && again.body == first.body)
            }
            #expect(try send(server, (row + [UInt8(ascii: " ")]).gzipped, Self.gzip + key).status == 422)
        }
    }
}
