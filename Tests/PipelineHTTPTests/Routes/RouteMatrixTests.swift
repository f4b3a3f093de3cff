// SPDX-License-Identifier: MIT

import HTTPTypes
import PipelineCore
import PipelineService
import TestSupport
import Testing

@testable import PipelineHTTP

/// Every route, asked by everybody about everything.
@Suite("Who asks for what", .serialized, .inTurn)
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
        ownID, otherID, absentID, "x", "", encodedOwnID, ownID.dropLast(2) + "", "%2561\(ownID.dropFirst())",
        "\(ownID)%2F", "%2F\(ownID)", "%ff", "%zz", "%00",
    ]
    /// The same id as ``ownID``, written in another way.
    static let encodedOwnID = "%61\(ownID.dropFirst())"

    static func notification(_ id: String, _ user: String) -> String {
        #"{"id":"\#(id)","user_id":"\#(user)","type":"t","title":"T","message":"M"}"#
    }

    /// Whom a method of a route is for.
    enum Audience {
        case anyone
        case users
        /// The platform; a user is told that it is not theirs.
        case platform
        /// The user whose notification it is.
        case owner

        /// The status that somebody gets who asks about something.
        func status(of bearer: Bearer, about id: String) -> Int {
            switch self {
            case .anyone: 200
            case .users: bearer.isUser ? 200 : 401
            case .platform: bearer == .service ? 200 : bearer.isUser ? 403 : 401
            case .owner where !bearer.isUser: 401
            case .owner:
                (bearer == .alice && (id == ownID || id == encodedOwnID)) || (bearer == .bob && id == otherID)
                    ? 200 : 404
            }
        }
    }

    /// Every path's methods and whom they are for; a path or a method without an entry fails.
    static let rows: [String: [String: Audience]] = [
        "/api/costs": ["GET": .users, "HEAD": .users, "POST": .platform],
        "/api/notifications": ["GET": .users, "HEAD": .users, "POST": .platform],
        "/api/notifications/{id}/read": ["PATCH": .owner],
        "/api/notifications/{id}/unread": ["PATCH": .owner],
        "/api/notifications/read-all": ["POST": .users],
        "/api/notifications/counts": ["GET": .users, "HEAD": .users],
        "/": ["GET": .anyone, "HEAD": .anyone],
        "/health": ["GET": .anyone, "HEAD": .anyone],
        "/openapi.json": ["GET": .anyone, "HEAD": .anyone],
        "/metrics": ["GET": .anyone, "HEAD": .anyone],
    ]

    /// A request and what it is answered with, by who asks.
    struct Case {
        var method: String
        var target: String
        var expected: (Bearer) -> Int
    }

    /// The requests that the table of routes and the one above make, with other methods beside theirs.
    static func cases(_ service: LedgerService) throws -> [Case] {
        var cases: [Case] = []
        for path in LedgerServer.routes(of: service, hasMetrics: true).table.paths {
            let pattern = path.pattern
            let row = try #require(rows[pattern.text], "\(pattern.text) has no row")
            #expect(Set(row.keys) == Set(path.methods.map(\.rawValue)).subtracting(["OPTIONS"]), "\(pattern.text)")
            let names = pattern.hasVariable ? ids : [""]
            for method in Set(row.keys).union(["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE"]) {
                for id in names {
                    cases.append(
                        Case(method: method, target: pattern.text.replacing("{id}", with: id)) { bearer in
                            // Nothing is there where a path is not UTF-8 in percent-encoding.
                            if pattern.hasVariable, ["", "%ff", "%zz"].contains(id) { return 404 }
                            if method == "OPTIONS" { return 204 }
                            return row[method]?.status(of: bearer, about: id) ?? 405
                        }
                    )
                }
            }
        }
        return cases
    }

    @Test("Every route answers every kind of client as the table says")
    func matrix() async throws {
        try await TestServer.run {
            $0.hasMetrics = true
        } _: { (server: TestServer) async throws in
            let body =
                "[\(Self.notification(Self.ownID, TokenMint.alice)),\(Self.notification(Self.otherID, TokenMint.bob))]"
            #expect(try await server.post("/api/notifications", body).status == 201)
            for item in try Self.cases(server.service) {
                let body = item.target.hasSuffix("/read-all") ? "{}" : "[]"
                for bearer in Bearer.allCases {
                    let response = try await server.send(
                        item.method,
                        item.target,
                        token: bearer.token,
                        fields: ["Content-Type: application/json"],
                        body: item.method == "POST" ? body : nil
                    )
                    #expect(response.status == item.expected(bearer), "\(item.method) \(item.target) \(bearer)")
                    try expectEnvelope(response, item.method)
                }
            }
            for (method, path, query) in [
                ("PATCH", "/ID/read", ""), ("PATCH", "/ID/unread", ""), ("POST", "/read-all", "?until=ID"),
                ("GET", "", "?before=ID"), ("GET", "", "?after=ID"),
            ] {
                var answers: Set<String> = []
                for id in [Self.otherID, Self.absentID] {
                    let target = "/api/notifications\(path)\(query)".replacing("ID", with: id)
                    let response = try await server.send(method, target, token: TokenMint.user(), fields: Self.name)
                    #expect(response.status == 404, "\(target)")
                    answers.insert(response.withoutDate.replacing(id, with: "ID"))
                }
                #expect(answers.count == 1, "\(method) \(path) \(query)")
            }
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

    @Test("Any other path is not found")
    func paths() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            for path in [
                "//", "/api", "/api/", "/api/costs//", "//api/costs", "/API/costs", "/api/%2563osts", "/api/costs%3f",
                "/metrics", "/api%2Fcosts", "/api/costs%2f", "/api/costs%00", "/api/cost%F3", "/api/cost%", "/%2F",
                "/%2F/",
                "/api/notifications/read", "/api/notifications//read", "/api/notifications/a/b/read", "/api/./costs",
                "/api/../api/costs", "/api/costs;a=b", "/health//", "*", "/api/notifications/\(Self.ownID)",
                "/api/notifications/read-all/read-all", "/api/notifications/counts/x",
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

    @Test(
        "A path is decoded once and taken with a slash at its end, also in the figures",
        arguments: [
            ("/api/costs/", "/api/costs"), ("/api/%63osts", "/api/costs"), ("/%61pi/cost%73/", "/api/costs"),
            ("/api/notifications/%63ounts/", "/api/notifications/counts"), ("/health/", "/health"),
            ("http://else.example/api/costs/?period=week", "/api/costs"),
        ]
    )
    func spellings(target: String, path: String) async throws {
        try await TestServer.run {
            $0.hasMetrics = true
        } _: { (server: TestServer) async throws in
            let token = TokenMint.user()
            #expect(try await server.send("GET", target, token: token).status == 200)
            let options = try await server.send("OPTIONS", target)
            #expect(options.status == 204)
            let other = try await server.send("DELETE", target, token: token)
            #expect(other.status == 405)
            #expect(other["Allow"] == options["Allow"])
            let figures = try await server.send("GET", "/metrics").text
            #expect(figures.contains(#"pipeline_http_requests_total{route="\#(path)",method="GET",status="200"} 1"#))
        }
    }

    /// What a client calls its requests, so that nothing else tells their answers apart.
    private static let name = ["X-Request-Id: one"]

    @Test("Every refused token gets the same bytes")
    func refusals() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            var answers: Set<String> = []
            for token in [nil, "", "a", "a.b.c", TokenMint.expired, TokenMint.anonymous, TokenMint.service] {
                answers.insert(try await server.send("GET", "/api/costs", token: token, fields: Self.name).withoutDate)
            }
            answers.insert(
                try await server.send("GET", "/api/costs?period=x", fields: Self.name + ["Authorization: Basic YTpi"])
                    .withoutDate
            )
            answers.insert(
                try await server.send(
                    "GET",
                    "/api/costs",
                    fields: Self.name + ["Authorization: Bearer a", "Authorization: Bearer b"]
                )
                .withoutDate
            )
            #expect(answers.count == 1)
        }
    }
}
