// SPDX-License-Identifier: MIT

import PipelineAnswers
import PipelineCore
import PipelineFormats
import PipelineService
import PipelineStore
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("An answer", .serialized, .inTurn)
struct AnswerTests {
    private func records(_ count: Int, user: String = TokenMint.alice, type: String = "c") -> String {
        let rows = (0..<count)
            .map { number in
                let time = "2026-01-15T\(10 + number / 3600 % 2):\(10 + number / 60 % 50):\(10 + number % 50)Z"
                return #"{"user_id":"\#(user)","cost_type":"\#(type)","amount":0.01,"recorded_at":"\#(time)"}"#
            }
        return "[" + rows.joined(separator: ",") + "]"
    }

    @Test(
        "A long answer is streamed in pieces, with the same bytes as in one",
        arguments: [0, 1, 15, 16, 17, 96, 20_000]
    )
    func streaming(count: Int) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            if count > 0 { #expect(try await server.post("/api/costs", records(count)).status == 201) }
            let response = try await server.send("GET", "/api/costs", token: TokenMint.user())
            #expect(response.status == 200)
            #expect(response.isChunked == (count > 96))
            let user = UserID(try UUID(parsing: TokenMint.alice))
            let reply = await server.service.costs(of: user, try .init(now: server.service.clock.now))
            var answer = AnswerWriter(reply.value, .json)
            var whole = ByteWriter()
            #expect(!answer.writeNext(to: &whole, length: .max))
            #expect(response.text == whole.text)
            let head = try await server.send("HEAD", "/api/costs", token: TokenMint.user())
            #expect(head.status == 200)
            #expect(head["Content-Length"] == (response.isChunked ? nil : "\(response.body.count)"))
            #expect(head["ETag"] == response["ETag"])
        }
    }

    @Test("An answer with many notifications is streamed")
    func manyNotifications() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let rows = (0..<3000)
                .map {
                    #"{"user_id":"\#(TokenMint.alice)","type":"t","title":"Title \#($0)","message":"Message"}"#
                }
            #expect(try await server.post("/api/notifications", "[" + rows.joined(separator: ",") + "]").status == 201)
            let all = try await server.send(
                "GET",
                "/api/notifications?limit=100000000000000000000",
                token: TokenMint.user()
            )
            #expect(all.isChunked)
            #expect(all.text.components(of: "\"title\"") == 3000)
            #expect(all.text.hasSuffix("],\"unread_count\":3000}}\n"))
            let few = try await server.send("GET", "/api/notifications", token: TokenMint.user())
            #expect(few.text.components(of: "\"title\"") == 20)
        }
    }

    @Test("The tag of an answer lasts until the user's own data change")
    func entityTags() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let token = TokenMint.user()
            for target in [
                "/api/costs", "/api/costs?period=year", "/api/costs?start_date=2025-01-01", "/api/notifications",
            ] {
                let first = try await server.send("GET", target, token: token)
                let tag = try #require(first["ETag"])
                #expect(first["Cache-Control"] == "private, no-cache")
                #expect(try await server.post("/api/costs", records(1, user: TokenMint.bob)).status == 201)
                for value in [tag, "W/\(tag)", "\"a\", \(tag)", "*"] {
                    for method in ["GET", "HEAD"] {
                        let same = try await server.send(
                            method,
                            target,
                            token: token,
                            fields: ["If-None-Match: \(value)"]
                        )
                        #expect(same.status == 304, "\(target) \(value)")
                        #expect(same.body.isEmpty && same["ETag"] == tag && same["Content-Length"] == nil)
                    }
                }
                let bob = try await server.send(
                    "GET",
                    target,
                    token: TokenMint.user(TokenMint.bob),
                    fields: ["If-None-Match: \(tag)"]
                )
                #expect(bob.status == 200)
                #expect(try await server.send("GET", target, fields: ["If-None-Match: *"]).status == 401)
                #expect(try await server.post("/api/costs", records(1)).status == 201)
                let other = try await server.send("GET", target, token: token, fields: ["If-None-Match: \(tag)"])
                #expect(other.status == 200)
                #expect(other["ETag"] != tag)
            }
            let week = try await server.send("GET", "/api/costs?period=week", token: token)
            let month = try await server.send("GET", "/api/costs?period=month", token: token)
            #expect(week["ETag"] != month["ETag"])
        }
    }

    @Test("An answer is written in the format that Accept prefers", arguments: AnswerFormat.all)
    func acceptedFormat(_ format: AnswerFormat) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            #expect(try await server.post("/api/costs", records(3)).status == 201)
            let token = TokenMint.user()
            let plain = try await server.send("GET", "/api/costs", token: token)
            let asked = try await server.send(
                "GET",
                "/api/costs",
                token: token,
                fields: ["Accept: \(format.mediaType)"]
            )
            // What is for people stays at the prompt: whoever asks for it here gets JSON.
            let isOffered = !format.isForPeople
            #expect(asked["Content-Type"] == (isOffered ? format.mediaType : AnswerFormat.json.mediaType))
            let user = UserID(try UUID(parsing: TokenMint.alice))
            let reply = await server.service.costs(of: user, try .init(now: server.service.clock.now))
            var answer = AnswerWriter(reply.value, isOffered ? format : .json)
            var whole = ByteWriter()
            #expect(!answer.writeNext(to: &whole, length: .max))
            #expect(asked.text == whole.text)
            #expect((asked["ETag"] == plain["ETag"]) == (asked["Content-Type"] == plain["Content-Type"]))
            #expect(asked["Vary"]?.contains("Accept") == true)
        }
    }

    @Test(
        "Weights and the most specific range decide between formats",
        arguments: [
            ("*/*", "json"), ("text/html,application/xhtml+xml,*/*;q=0.8", "json"), ("text/csv", "csv"),
            ("application/json, text/plain, */*", "json"), ("text/*", "csv"),
            ("text/csv;q=0.5, application/json", "json"),
            ("application/json;q=0, */*", "csv"), ("image/png", "json"), ("", "json"), ("text/csv;q=x", "csv"),
            (";;,,", "json"),
        ]
    )
    func weights(accept: String, name: String) {
        #expect(MediaType.format(acceptedBy: [accept]).name == name)
    }

    @Test("An answer has the same bytes whatever other users do")
    func isolation() async throws {
        func answers(withOthers: Bool) async throws -> [String] {
            var answers: [String] = []
            try await TestServer.run { (server: TestServer) async throws in
                let (own, other) = (RouteMatrixTests.ownID, RouteMatrixTests.otherID)
                if withOthers {
                    #expect(
                        try await server.post("/api/costs", records(50, user: TokenMint.bob, type: "secret")).status
                            == 201
                    )
                }
                let cost = #"{"id":"\#(own)","user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1}"#
                #expect(try await server.post("/api/costs", cost).status == 201)
                #expect(
                    try await server.post("/api/notifications", RouteMatrixTests.notification(own, TokenMint.alice))
                        .status == 201
                )
                if withOthers {
                    let row = RouteMatrixTests.notification(other, TokenMint.bob)
                    #expect(try await server.post("/api/notifications", row).status == 201)
                }
                let targets: [(String, String)] = [
                    ("GET", "/api/costs"), ("GET", "/api/costs?period=x"), ("GET", "/api/notifications"),
                    ("GET", "/api/notifications?unread=true"), ("PATCH", "/api/notifications/\(other)/read"),
                    ("PATCH", "/api/notifications/\(own)/read"), ("GET", "/api/notifications"), ("GET", "/health"),
                ]
                for (method, target) in targets {
                    var response = try await server.send(method, target, token: TokenMint.user())
                    response.fields.removeAll { $0.name == "etag" }
                    answers.append(response.withoutDate)
                }
            }
            return answers
        }
        let alone = try await answers(withOthers: false)
        let together = try await answers(withOthers: true)
        #expect(alone == together)
        #expect(alone.count == 8)
    }

    @Test("Answers to the pages of other sites have the CORS fields of the sites on the list")
    func origins() async throws {
        let listed = "https://app.example"
        try await TestServer.run {
            $0.origins = [listed, "http://localhost:3000"]
        } _: { (server: TestServer) async throws in
            for status in [200, 401] {
                let token = status == 200 ? TokenMint.user() : nil
                let good = try await server.send("GET", "/api/costs", token: token, fields: ["Origin: \(listed)"])
                #expect(good.status == status)
                #expect(good["Access-Control-Allow-Origin"] == listed)
                #expect(good["Access-Control-Allow-Credentials"] == "true")
                for origin in [
                    "https://app.example.evil", "https://APP.example", "null", "*", "https://app.example/",
                    "http://app.example",
                ] {
                    let bad = try await server.send("GET", "/api/costs", token: token, fields: ["Origin: \(origin)"])
                    #expect(bad.status == status)
                    #expect(!bad.fields.contains { $0.name.hasPrefix("access-control") })
                    #expect(bad.fields.contains { $0.name == "vary" && $0.value.contains("Origin") })
                }
            }
        }
        try await TestServer.run { (server: TestServer) async throws in
            let response = try await server.send("GET", "/health", fields: ["Origin: \(listed)"])
            #expect(!response.fields.contains { $0.name.hasPrefix("access-control") || $0.name == "vary" })
        }
    }

    @Test("Metrics are served if they are asked for")
    func figures() async throws {
        try await TestServer.run {
            $0.hasMetrics = true
        } _: { (server: TestServer) async throws in
            _ = try await server.send("GET", "/api/costs")
            let text = try await server.send("GET", "/metrics").text
            #expect(
                text.contains("pipeline_http_requests_total{route=\"/api/costs\",method=\"GET\",status=\"401\"} 1\n")
            )
            #expect(text.contains("pipeline_store_users 0\n"))
        }
    }
}
