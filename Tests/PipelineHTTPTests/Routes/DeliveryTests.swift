// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A delivery of records", .serialized, .inTurn)
struct DeliveryTests {
    private let first = RouteMatrixTests.ownID
    private let second = RouteMatrixTests.otherID

    private func cost(_ id: String, _ amount: String = "1.50") -> String {
        #"{"id":"\#(id)","user_id":"\#(TokenMint.alice)","cost_type":"c","amount":\#(amount)}"#
    }

    @Test("A delivery of records is stored, answered again, or refused")
    func statuses() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let created = try await server.post("/api/costs", cost(first))
            #expect(created.status == 201)
            #expect(
                created.text.hasPrefix(
                    #"{"success":true,"data":{"id":"\#(first)","user_id":"\#(TokenMint.alice)","job_id":null"#
                )
            )
            let again = try await server.post("/api/costs", cost(first))
            #expect(again.status == 200)
            #expect(again.body == created.body)
            #expect(try await server.post("/api/costs", cost(first, "2")).status == 409)
            let mixed = try await server.post("/api/costs", "[\(cost(first)),\(cost(second))]")
            #expect(mixed.status == 201)
            #expect(mixed.text.components(of: "\"cost_type\"") == 2)
            #expect(try await server.post("/api/costs", " [ ] ").text == "{\"success\":true,\"data\":[]}\n")
        }
    }

    @Test("A delivery of records is stored whole or not at all")
    func allOrNone() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            #expect(try await server.post("/api/costs", cost(first)).status == 201)
            let conflict = try await server.post("/api/costs", "[\(cost(second)),\(cost(first, "2"))]")
            #expect(conflict.status == 409)
            #expect(conflict.text.contains("item 2"))
            let invalid = try await server.post("/api/costs", "[\(cost(second)),{\"user_id\":1}]")
            #expect(invalid.status == 400)
            for body in [
                "", "{", "[1]", "null", "[\(cost(second)),]", cost(second) + "x", "{}", #"{"user_id":"x"}"#,
                "\u{feff}[]",
            ] {
                #expect(try await server.post("/api/costs", body).status == 400, "\(body)")
            }
            let answer = try await server.send("GET", "/api/costs", token: TokenMint.user())
            #expect(answer.text.components(of: "\"cost_type\"") == 1)
        }
    }

    @Test("A delivery of records is judged by token, then media type, then size, then values")
    func order() async throws {
        try await TestServer.run { options in
            options.bounds.ingestBytes = 100
        } _: { (server: TestServer) async throws in
            let long = "[" + String(repeating: " ", count: 200) + "]"
            func post(_ token: String?, _ type: String?, _ body: String) async throws -> Int {
                let fields = type.map { ["Content-Type: \($0)"] } ?? []
                return try await server.send("POST", "/api/costs", token: token, fields: fields, body: body).status
            }
            #expect(try await post(nil, "text/plain", long) == 401)
            #expect(try await post(TokenMint.user(), "text/plain", long) == 403)
            #expect(try await post(TokenMint.service, "text/plain", long) == 415)
            #expect(try await post(TokenMint.service, nil, long) == 415)
            #expect(try await post(TokenMint.service, "application/json", long) == 413)
            #expect(try await post(TokenMint.service, "application/json", "x") == 400)
            for type in ["application/JSON", "application/json; charset=utf-8", "application/json;charset=UTF-8;x=y"] {
                #expect(try await post(TokenMint.service, type, "[]") == 200)
            }
            for type in [
                "application/jsonx", "application/json; charset=latin1", "application/ld+json", "text/json", "",
            ] {
                #expect(try await post(TokenMint.service, type, "[]") == 415)
            }
            let connection = try RawConnection(port: server.port)
            connection.send(
                "POST /api/costs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TokenMint.service)\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nc8\r\n"
                    + String(repeating: " ", count: 200) + "\r\n0\r\n\r\n"
            )
            #expect(connection.receiveResponses().first?.status == 413)
        }
    }

    @Test("The platform's own token is accepted for deliveries, and on no route for users")
    func ingestToken() async throws {
        let token = "an-ingest-token-of-thirty-two-bytes-or-more"
        let own = try IngestToken(Array(token.utf8))
        try await TestServer.run {
            $0.ingestToken = own
        } _: { (server: TestServer) async throws in
            let fields = ["Content-Type: application/json"]
            #expect(
                try await server.send("POST", "/api/costs", token: token, fields: fields, body: cost(first)).status
                    == 201
            )
            #expect(
                try await server.send("POST", "/api/costs", token: token + "x", fields: fields, body: "[]").status
                    == 401
            )
            #expect(
                try await server.send("POST", "/api/costs", token: String(token.dropLast()), fields: fields, body: "[]")
                    .status == 401
            )
            #expect(try await server.send("GET", "/api/costs", token: token).status == 401)
            let cookie = fields + ["Cookie: sb-access-token=\(token)"]
            #expect(try await server.send("POST", "/api/costs", fields: cookie, body: "[]").status == 401)
        }
    }

    @Test("The header apikey has the platform's key where no token is in Authorization, and says nothing of a user")
    func keyHeader() async throws {
        let token = "an-ingest-token-of-thirty-two-bytes-or-more"
        let own = try IngestToken(Array(token.utf8))
        try await TestServer.run {
            $0.ingestToken = own
        } _: { (server: TestServer) async throws in
            let (service, user, anonymous) = (TokenMint.service, TokenMint.user(), TokenMint.anonymous)
            let basic = "Authorization: Basic YTpi"
            let session = "Cookie: sb-access-token=\(user)"
            let cases: [(fields: [String], taken: Int, asked: Int)] = [
                (["apikey: \(service)"], 200, 401), (["apikey: \(token)"], 200, 401),
                (["apikey: \(service)", basic], 200, 401), (["apikey: \(service)", session], 200, 200),
                (["apikey: \(anonymous)", "Authorization: Bearer \(service)"], 200, 401),
                (["apikey: \(token)", "Authorization: Bearer \(token)"], 200, 401),
                (["apikey: \(service)", "Authorization: Bearer \(user)"], 403, 200),
                (["apikey: \(service)", "Authorization: Bearer \(anonymous)"], 401, 401),
                (["apikey: \(anonymous)", session], 403, 200), (["apikey: \(anonymous)"], 401, 401),
                (["apikey: \(user)"], 401, 401), (["apikey: \(service)x"], 401, 401), (["apikey:"], 401, 401),
                (["apikey: \(service)", "apikey: \(service)"], 401, 401),
            ]
            for (fields, taken, asked) in cases {
                let json = ["Content-Type: application/json"]
                let delivery = try await server.send("POST", "/api/costs", fields: fields + json, body: "[]")
                #expect(delivery.status == taken, "\(fields)")
                #expect(try await server.send("GET", "/api/costs", fields: fields).status == asked, "\(fields)")
            }
        }
    }
}
