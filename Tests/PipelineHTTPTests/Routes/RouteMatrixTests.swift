// SPDX-License-Identifier: MIT

import PipelineCore
import Testing

@testable import PipelineHTTP

/// Every route, asked by everybody about everything.
@Suite("Who asks for what")
struct RouteMatrixTests {
    /// Who asks.
    enum Bearer: CaseIterable {
        case nobody, alice, bob, expired, anonymous, service

        var token: String? {
            switch self {
            case .nobody: nil
            case .alice: TokenMint.user()
            case .bob: TokenMint.user(TokenMint.bob)
            case .expired: TokenMint.expired
            case .anonymous: TokenMint.anonymous
            case .service: TokenMint.service
            }
        }

        var isUser: Bool { self == .alice || self == .bob }
    }

    static let ownID = "aaaaaaaa-0000-4000-8000-000000000001"
    static let otherID = "bbbbbbbb-0000-4000-8000-000000000002"
    static let absentID = "cccccccc-0000-4000-8000-000000000003"
    static let ids = [
        ownID, otherID, absentID, "x", "", "%61aaaaaaa-0000-4000-8000-000000000001", ownID.dropLast(2) + "",
    ]

    static func notification(_ id: String, _ user: String) -> String {
        #"{"id":"\#(id)","user_id":"\#(user)","type":"t","title":"T","message":"M"}"#
    }

    /// A request of the table and what it is answered with, by who asks.
    struct Case {
        var method: String
        var target: String
        var body: String?
        var expected: (Bearer) -> Int
    }

    static var cases: [Case] {
        var cases: [Case] = []
        let routes: [Route] = [.costs, .notifications, .mark(ownID), .health, .description]
        for route in routes {
            for method in ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE"] {
                let names = route.allow.split(separator: ", ").map(String.init)
                if case .mark = route {
                    for id in ids { cases.append(markCase(method, id)) }
                    continue
                }
                cases.append(
                    Case(
                        method: method,
                        target: route.pattern,
                        body: method == "POST" ? "[]" : nil,
                        expected: { bearer in
                            if method == "OPTIONS" { return 204 }
                            guard names.contains(method) else { return 405 }
                            if route == .health || route == .description { return 200 }
                            if method == "POST" { return bearer == .service ? 200 : bearer.isUser ? 403 : 401 }
                            return bearer.isUser ? 200 : 401
                        }
                    )
                )
            }
        }
        return cases
    }

    private static func markCase(_ method: String, _ id: String) -> Case {
        Case(
            method: method,
            target: "/api/notifications/\(id)/read",
            expected: { bearer in
                if id.isEmpty { return 404 }
                if method == "OPTIONS" { return 204 }
                guard method == "PATCH" else { return 405 }
                guard bearer.isUser else { return 401 }
                return (bearer == .alice && id == ownID) || (bearer == .bob && id == otherID) ? 200 : 404
            }
        )
    }

    @Test("is answered as the table says")
    func matrix() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let body =
                "[\(Self.notification(Self.ownID, TokenMint.alice)),\(Self.notification(Self.otherID, TokenMint.bob))]"
            #expect(try await server.post("/api/notifications", body).status == 201)
            for item in Self.cases {
                for bearer in Bearer.allCases {
                    let response = try await server.send(
                        item.method,
                        item.target,
                        token: bearer.token,
                        fields: ["Content-Type: application/json"],
                        body: item.body
                    )
                    #expect(response.status == item.expected(bearer), "\(item.method) \(item.target) \(bearer)")
                    try expectEnvelope(response, item.method)
                }
            }
            let foreign = try await server.send(
                "PATCH",
                "/api/notifications/\(Self.otherID)/read",
                token: TokenMint.user()
            )
            let absent = try await server.send(
                "PATCH",
                "/api/notifications/\(Self.absentID)/read",
                token: TokenMint.user()
            )
            #expect(
                foreign.withoutDate.replacing(Self.otherID, with: "ID")
                    == absent.withoutDate.replacing(Self.absentID, with: "ID")
            )
        }
    }

    /// Every error is in the envelope, with the fields that its status asks for.
    private func expectEnvelope(_ response: RawResponse, _ method: String) throws {
        #expect(response["X-Content-Type-Options"] == "nosniff")
        #expect(response["Cache-Control"] != nil)
        if response.status == 405 { #expect(response["Allow"] != nil) }
        if response.status == 401 { #expect(response["WWW-Authenticate"] == "Bearer") }
        guard response.status >= 400, method != "HEAD" else { return }
        #expect(response["Content-Type"] == "application/json")
        #expect(response.text.hasPrefix(#"{"error":""#) && response.text.contains(#"","details":""#))
    }

    @Test("is not found at any other path")
    func paths() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            for path in [
                "/", "/api", "/api/", "/api/costs/", "//api/costs", "/API/costs", "/api/%63osts", "/api/costs%3f",
                "/metrics",
                "/api/notifications/read", "/api/notifications//read", "/api/notifications/a/b/read", "/api/./costs",
                "/api/../api/costs", "/api/costs;a=b", "/health/", "*", "/api/notifications/\(Self.ownID)",
                "/api/notifications/\(Self.ownID)/read/",
            ] {
                for token in [nil, TokenMint.user()] {
                    #expect(try await server.send("GET", path, token: token).status == 404, "\(path)")
                }
            }
            #expect(
                try await server.send("GET", "http://else.example/api/costs?", token: TokenMint.user()).status == 200
            )
        }
    }

    @Test("answers every refused token with the same bytes")
    func refusals() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            var answers: Set<String> = []
            for token in [nil, "", "a", "a.b.c", TokenMint.expired, TokenMint.anonymous, TokenMint.service] {
                answers.insert(try await server.send("GET", "/api/costs", token: token).withoutDate)
            }
            answers.insert(
                try await server.send("GET", "/api/costs?period=x", fields: ["Authorization: Basic YTpi"]).withoutDate
            )
            answers.insert(
                try await server.send(
                    "GET",
                    "/api/costs",
                    fields: ["Authorization: Bearer a", "Authorization: Bearer b"]
                )
                .withoutDate
            )
            #expect(answers.count == 1)
        }
    }
}
