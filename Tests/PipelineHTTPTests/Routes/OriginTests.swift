// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("The page of another site", .serialized, .inTurn)
struct OriginTests {
    private static let listed = "https://app.example"
    private static let all = "GET, HEAD, POST, PATCH, OPTIONS"

    private func run(_ body: (TestServer) async throws -> Void) async throws {
        try await TestServer.run({ $0.origins = [Self.listed, "http://localhost:3000"] }, body)
    }

    private func preflight(
        _ server: TestServer,
        _ path: String,
        origin: String = listed,
        headers: String?
    ) async throws
        -> RawResponse
    {
        var fields = ["Origin: \(origin)", "Access-Control-Request-Method: PATCH"]
        if let headers { fields.append("Access-Control-Request-Headers: \(headers)") }
        return try await server.send("OPTIONS", path, fields: fields)
    }

    @Test(
        "A listed page may send whatever fields it asks for, to every path",
        arguments: ["/api/notifications/x/read", "/api/costs", "/health", "/nowhere", "/", "/api/costs?a=b"]
    )
    func preflights(path: String) async throws {
        try await run { server in
            let asked = "apikey,authorization , x-client-info, traceparent, sentry-trace, baggage"
            let answer = try await preflight(server, path, headers: asked)
            #expect(answer.status == 204)
            #expect(answer["Access-Control-Allow-Methods"] == Self.all)
            #expect(
                answer["Access-Control-Allow-Headers"]
                    == "apikey, authorization, x-client-info, traceparent, sentry-trace, baggage"
            )
            #expect(answer["Access-Control-Allow-Origin"] == Self.listed)
            #expect(answer["Access-Control-Allow-Credentials"] == "true")
            #expect(answer["Access-Control-Max-Age"] == "600" && answer["Content-Length"] == nil)
            let vary = answer.fields.filter { $0.name == "vary" }.map(\.value).joined(separator: ", ")
            #expect(vary == "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
            let plain = try await preflight(server, path, headers: nil)
            #expect(plain.status == 204 && plain["Access-Control-Allow-Headers"] == nil)
        }
    }

    @Test(
        "No name of a field is allowed that could not be one",
        arguments: ["a b", "a, b:c", "é", "a\tb", "a,\"", ","]
    )
    func oddNames(headers: String) async throws {
        try await run { server in
            let answer = try await preflight(server, "/api/costs", headers: headers)
            #expect(answer.status == 204 && answer["Access-Control-Allow-Headers"] == nil)
        }
    }

    @Test("A page that is not listed is allowed nothing")
    func strangers() async throws {
        try await run { server in
            for (path, status) in [("/api/costs", 204), ("/nowhere", 404)] {
                for origin in ["https://app.example.evil", "null", "*"] {
                    let answer = try await preflight(server, path, origin: origin, headers: "apikey")
                    #expect(answer.status == status)
                    #expect(!answer.fields.contains { $0.name.hasPrefix("access-control") })
                    #expect(answer["Vary"] == "Origin")
                }
            }
        }
    }

    @Test("A listed page can read every error, whatever is wrong with a request")
    func errors() async throws {
        try await run { server in
            let long = String(repeating: "a", count: 1000)
            let post = ["Authorization: Bearer \(TokenMint.service)"]
            let cases: [(String, String, [String], Int)] = [
                ("GET", "/nowhere", [], 404), ("PUT", "/api/costs", [], 405), ("GET", "/api/costs", [], 401),
                ("GET", "/api/costs?period=x", ["Authorization: Bearer \(TokenMint.user())"], 400),
                ("GET", "/health", (0..<40).map { "X-\($0): \(long)" }, 431),
                ("GET", "/health", (0..<100).map { "X-\($0): a" }, 431),
                ("GET", "/health?" + String(repeating: "a", count: 40_000), [], 414),
                ("GET", "/health", ["Host: b"], 400), ("GET", "/health", ["Expect: nothing"], 417),
                ("POST", "/api/costs", post + ["Content-Type: text/csv"], 415),
                ("POST", "/api/costs", post + ["Content-Type: application/json", "Content-Length: 99999999"], 413),
            ]
            for (method, target, fields, status) in cases {
                for order in [["Origin: \(Self.listed)"] + fields, fields + ["Origin: \(Self.listed)"]] {
                    let answer = try await server.send(method, target, fields: order)
                    #expect(answer.status == status, "\(method) \(target.prefix(40))")
                    #expect(answer["Access-Control-Allow-Origin"] == Self.listed, "\(status)")
                    #expect(answer["Access-Control-Expose-Headers"]?.contains("ETag, ") == true)
                    #expect(answer.text.hasPrefix(#"{"error":""#))
                }
            }
        }
    }

    @Test("The server as a whole says what methods it has, and that it is there")
    func wholeServer() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let options = try await server.send("OPTIONS", "*")
            #expect(options.status == 204 && options["Allow"] == Self.all)
            #expect(try await server.send("GET", "*").status == 404)
            let root = try await server.send("GET", "/")
            #expect(root.status == 200 && root.text.contains(#""description":"/openapi.json""#))
            let head = try await server.send("HEAD", "/")
            #expect(head.status == 200 && head["Content-Length"] == "\(root.body.count)")
        }
    }
}
