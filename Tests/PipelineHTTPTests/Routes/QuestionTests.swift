// SPDX-License-Identifier: MIT

import Foundation
import HTTPTypes
import PipelineService
import PipelineStore
import TestSupport
import Testing

@testable import PipelineHTTP

/// What holds of every question that a user can ask, so that a new one need not be named here.
@Suite("Every question of a user", .serialized, .inTurn)
struct QuestionTests {
    private static let service = LedgerService(store: LedgerStore(), clock: .system)

    /// The routes that answer a user's questions.
    private static let questions = LedgerServer.routes(of: service, hasMetrics: false).table.paths
        .flatMap(\.routes)
        .filter { route in
            if case .user = route.handler { return route.method == .get }
            return false
        }

    private static let ids = (1...2).map { "aaaaaaaa-0000-4000-8000-00000000000\($0)" }

    /// A value for each parameter that changes the answer about the rows that ``run(_:)`` adds.
    private static let values = [
        "period": "week", "start_date": "2026-01-01", "end_date": "2025-12-22", "records": "false",
        "billing_period": "2025-12", "unread": "true",
        "limit": "1", "type": "none", "priority": "low", "since": "2026-01-11", "until": "2026-01-10", "before": ids[1],
        "after": ids[0],
    ]

    /// Runs a server with three costs and two notifications of Alice's.
    private func run(_ body: (TestServer) async throws -> Void) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let costs = [("a", 1, "2026-01-14"), ("b", 2, "2025-12-20"), ("b", 4, "2025-12-25")]
                .map { type, amount, day in
                    #"{"user_id":"\#(TokenMint.alice)","cost_type":"\#(type)","amount":\#(amount),"#
                        + #""recorded_at":"\#(day)T10:00:00Z"}"#
                }
            #expect(try await server.post("/api/costs", "[\(costs.joined(separator: ","))]").status == 201)
            let notifications = Self.ids.enumerated()
                .map { number, id in
                    #"{"id":"\#(id)","user_id":"\#(TokenMint.alice)","type":"t","title":"T","message":"M","#
                        + #""read":\#(number == 0),"created_at":"2026-01-1\#(number)T10:00:00Z"}"#
                }
            let list = "[\(notifications.joined(separator: ","))]"
            #expect(try await server.post("/api/notifications", list).status == 201)
            try await body(server)
        }
    }

    @Test("A question has another tag when the user's data change")
    func tags() async throws {
        try await run { server in
            for route in Self.questions {
                let path = route.path.text
                let first = try await server.send("GET", path, token: TokenMint.user())
                let tag = try #require(first["ETag"])
                let same = try await server.send("HEAD", path, token: TokenMint.user())
                #expect(same["ETag"] == tag)
                let cost = QueryTests.cost("2026-01-15T10:00:00Z")
                #expect(try await server.post("/api/costs", cost).status == 201)
                let notification = #"{"user_id":"\#(TokenMint.alice)","type":"t","title":"T","message":"M"}"#
                #expect(try await server.post("/api/notifications", notification).status == 201)
                let condition = ["If-None-Match: \(tag)"]
                let next = try await server.send("GET", path, token: TokenMint.user(), fields: condition)
                #expect(next.status == 200, "\(path)")
            }
        }
    }

    @Test("Every parameter of a question changes its answer, and the sums are those of the records")
    func parameters() async throws {
        try await run { server in
            for route in Self.questions {
                let path = route.path.text
                let plain = try await server.send("GET", path, token: TokenMint.user())
                try expectSums(plain)
                for parameter in route.parameters {
                    let value = try #require(Self.values[parameter.name], "\(parameter.name) has no value here")
                    let target = "\(path)?\(parameter.name)=\(value)"
                    let response = try await server.send("GET", target, token: TokenMint.user())
                    #expect(response.status == 200 && response.body != plain.body, "\(target)")
                    try expectSums(response)
                }
            }
        }
    }

    /// Every sum of an answer that has records is that of its records.
    private func expectSums(_ response: RawResponse) throws {
        let answer = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
        guard let data = answer?["data"] as? [String: Any], let records = data["records"] as? [[String: Any]] else {
            return
        }
        let sum = records.reduce(0) { $0 + ($1["amount"] as? Int ?? 0) }
        #expect(data["total_cost"] as? Int == sum)
        #expect((data["cost_by_type"] as? [String: Int])?.values.reduce(0, +) == sum)
        #expect((data["chart_data"] as? [[String: Any]])?.reduce(0) { $0 + ($1["amount"] as? Int ?? 0) } == sum)
    }

    @Test("The OpenAPI document describes exactly the members that an answer has")
    func members() async throws {
        try await run { server in
            let document = OpenAPIDocument(of: Self.questions).json
            for route in Self.questions {
                let response = try await server.send("GET", route.path.text, token: TokenMint.user())
                let answer = try JSONSerialization.jsonObject(with: Data(response.body))
                try expect(answer, fits: try #require(route.success.schema).json, in: document, route.name)
            }
        }
    }

    private func expect(_ value: Any, fits schema: JSONValue, in document: JSONValue, _ place: String) throws {
        if let name = schema["$ref"]?.text?.split(separator: "/").last {
            let named = try #require(document["components"]?["schemas"]?[String(name)])
            try expect(value, fits: named, in: document, place)
        }
        if let properties = schema["properties"] {
            let object = try #require(value as? [String: Any], "\(place)")
            #expect(Set(object.keys) == Set(properties.members.map(\.name)), "\(place)")
            for member in properties.members {
                guard let value = object[member.name] else { continue }
                try expect(value, fits: member.value, in: document, "\(place).\(member.name)")
            }
        }
        if let items = schema["items"] {
            let array = try #require(value as? [Any], "\(place)")
            #expect(!array.isEmpty, "\(place)")
            for item in array { try expect(item, fits: items, in: document, place) }
        }
    }
}
