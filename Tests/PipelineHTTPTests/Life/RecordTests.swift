// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("What is told of a request", .serialized, .inTurn)
struct RecordTests {
    @Test("Every answer has the name of its request: the client's if it is a token, else a new one")
    func names() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let long = String(repeating: "a", count: 128)
            for name in ["abc", "0f8fad5b-d9cd-469f-a165-70867728950e", "a.b~c!", long] {
                let answer = try await server.send("GET", "/health", fields: ["X-Request-Id: \(name)"])
                #expect(answer["X-Request-Id"] == name)
            }
            var names: Set<String> = []
            for field in ["", "X-Request-Id: a b", "X-Request-Id: \(long)a", "X-Request-Id: \u{e9}", "X-Request-Id:"] {
                for target in ["/health", "/nowhere", "/api/costs"] {
                    let answer = try await server.send("GET", target, fields: field.isEmpty ? [] : [field])
                    names.insert(try #require(answer["X-Request-Id"]))
                }
            }
            let connection = try RawConnection(port: server.port)
            connection.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 3) + "what\r\n\r\n")
            let answers = connection.receiveResponses()
            #expect(answers.map(\.status) == [200, 200, 200, 400])
            names.formUnion(answers.compactMap { $0["X-Request-Id"] })
            #expect(names.count == 19 && names.allSatisfy { $0.utf8.count <= 40 })
        }
    }

    @Test("The log has a line for every request, with the reason of a refusal and never a token")
    func lines() async throws {
        try await TestServer.run {
            $0.issuer = "https://x.supabase.co/auth/v1"
        } _: { (server: TestServer) async throws in
            func line(_ target: String, _ token: String?, _ fields: [String] = []) async throws -> String {
                let name = "r\(target.utf8.count)-\(server.log.text.utf8.count)"
                _ = try await server.send("GET", target, token: token, fields: fields + ["X-Request-Id: \(name)"])
                let lines = server.log.text.split(separator: "\n").filter { $0.contains("id=\(name)") }
                #expect(lines.count == 1)
                return String(lines.first ?? "")
            }
            let good = try await line("/api/costs?period=week", TokenMint.user())
            #expect(
                good.contains("info: answered time=2026-01-15T12:00:00Z client=127.0.0.1 method=GET path=/api/costs")
            )
            #expect(good.contains(" status=200 bytes=") && good.contains(" user=\(TokenMint.alice) "))
            #expect(!good.contains("period") && good.contains(" ms="))
            let early = TokenMint.user(TokenMint.alice, ["nbf": "\(TokenMint.now + 60)"])
            let foreign = TokenMint.user(TokenMint.alice, ["iss": "\"https://other.example\""])
            let reasons: [(String?, String)] = [
                (nil, "\"no token\""), ("a.b.c", "malformed"), (TokenMint.expired, "\"expired by 0 s\""),
                (
                    TokenMint.sign(TokenMint.header, TokenMint.claims(), secret: TokenMint.otherSecret),
                    "\"bad signature\""
                ),
                (Self.token(#""ES256","kid":"old key""#), "\"unknown kid 'old key'\""),
                (Self.token(#""HS256","kid":"old key""#, TokenMint.otherSecret), "\"bad signature\""),
                (Self.token(#""RS256""#), "\"no kid for RS256\""),
                (early, "\"not yet valid\""), (foreign, "\"wrong issuer 'https://other.example'\""),
                (TokenMint.anonymous, "\"wrong role\""), (TokenMint.service, "\"a platform's token\""),
            ]
            for (token, reason) in reasons {
                let line = try await line("/api/costs", token)
                #expect(line.contains("status=401") && line.contains("reason=\(reason)"), "\(line)")
            }
            let long = try await line("/health", nil, ["X-Long: \(String(repeating: "a", count: 40_000))"])
            #expect(!long.isEmpty || server.log.text.contains("path=/health status=431"))
            #expect(!server.log.text.contains("eyJ"))
        }
    }

    /// A token with what stands behind `alg` in its header.
    static func token(_ header: String, _ secret: [UInt8] = TokenMint.secret) -> String {
        TokenMint.sign("{\"alg\":\(header)}", TokenMint.claims(), secret: secret)
    }

    @Test("The log repeats a bounded part of what a token says, and the figures nothing of it")
    func namesInTokens() async throws {
        try await TestServer.run {
            $0.hasMetrics = true
        } _: { (server: TestServer) async throws in
            let forged = #"x' user=\" status=200\u000Apipeline-server: \u001B[31m"#
            let long = String(repeating: "k", count: 4000)
            for name in [forged, long] {
                _ = try await server.send("GET", "/api/costs", token: Self.token("\"ES256\",\"kid\":\"\(name)\""))
            }
            let lines = server.log.text.split(separator: "\n").filter { $0.contains("unknown kid") }
            try #require(lines.count == 2)
            let reason = #" reason="unknown kid 'x' user=\" status=200\npipeline-server: \u{1b}[31m'""#
            #expect(lines[0].hasSuffix(reason), "\(lines[0])")
            #expect(lines[1].hasSuffix("'\(String(repeating: "k", count: 100))'\""))
            let figures = try await server.send("GET", "/metrics").text
            #expect(figures.contains("refused_tokens_total{reason=\"unknown_key\"} 2\n"))
            #expect(!figures.contains("kkk") && !figures.contains("31m"))
        }
    }

    @Test("The figures have a histogram for every route and status, and the reasons of refusals by kind")
    func figures() async throws {
        try await TestServer.run {
            $0.hasMetrics = true
        } _: { (server: TestServer) async throws in
            for _ in 0..<3 { _ = try await server.send("GET", "/api/costs") }
            _ = try await server.send("GET", "/health", fields: ["X: \(String(repeating: "a", count: 40_000))"])
            let text = try await server.send("GET", "/metrics").text
            let labels = #"{route="/api/costs",method="GET",status="401""#
            #expect(text.contains("pipeline_http_request_duration_seconds_bucket\(labels),le=\"+Inf\"} 3\n"))
            #expect(text.contains("pipeline_http_request_duration_seconds_count\(labels)} 3\n"))
            #expect(text.contains("pipeline_http_refused_tokens_total{reason=\"no_token\"} 3\n"))
            #expect(text.contains(#"pipeline_http_requests_total{route="none",method="GET",status="431"} 1"#))
            #expect(text.contains("# TYPE pipeline_store_changes_total counter\n"))
            // What a linter asks for: a text and a type for each name, and `_total` for counters alone.
            let lines = text.split(separator: "\n")
            for line in lines where line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ")
                #expect(lines.contains { $0.hasPrefix("# HELP \(words[2]) ") && $0.hasSuffix(".") })
                #expect((words[3] == "counter") == words[2].hasSuffix("_total"), "\(line)")
            }
        }
    }
}
