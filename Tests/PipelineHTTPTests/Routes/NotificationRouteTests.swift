// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("The list of notifications", .serialized, .inTurn)
struct NotificationRouteTests {
    /// A notification of the list, as the tests look at it.
    private struct Item: Hashable {
        var id: String
        var type: String
        var priority: String
        var isRead: Bool
    }

    private static func id(_ number: Int) -> String {
        "aaaaaaaa-0000-4000-8000-" + String(repeating: "0", count: 9) + String(100 + number)
    }

    /// Hands over notifications of Alice's, four at each time, of three types and all priorities.
    private func add(_ numbers: Range<Int>, to server: TestServer) async throws {
        let rows = numbers.map { number in
            #"{"id":"\#(Self.id(number))","user_id":"\#(TokenMint.alice)","type":"\#(["a", "b c", "d"][number % 3])","#
                + #""title":"T","message":"M","priority":"\#(["low", "medium", "high"][number / 3 % 3])","#
                + #""created_at":"2026-01-\#(10 + number / 4 % 20)T10:00:00Z"}"#
        }
        let body = "[\(rows.joined(separator: ","))]"
        #expect(try await server.post("/api/notifications", body).status == 201)
    }

    private func items(_ response: RawResponse) throws -> [Item] {
        let answer = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
        let data = try #require(answer?["data"] as? [String: Any], "\(response.text)")
        let list = try #require(data["notifications"] as? [[String: Any]])
        return list.map { item in
            Item(
                id: item["id"] as? String ?? "",
                type: item["type"] as? String ?? "",
                priority: item["priority"] as? String ?? "",
                isRead: item["read"] as? Bool ?? false
            )
        }
    }

    private func items(_ query: String, _ server: TestServer) async throws -> [Item] {
        try items(try await server.send("GET", "/api/notifications?limit=1000\(query)", token: TokenMint.user()))
    }

    /// The reference of an answer's `Link`.
    private func next(_ response: RawResponse) throws -> String? {
        guard let link = response["Link"] else { return nil }
        let match = try #require(link.wholeMatch(of: /<([^<>" ]+)>; rel="next"/), "\(link)")
        return String(match.output.1)
    }

    @Test("Types and priorities, each any of those that are given, and spans of time choose from the list")
    func filters() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            try await add(0..<60, to: server)
            let all = try await items("", server)
            #expect(all.count == 60)
            let cases: [(String, (Item) -> Bool)] = [
                ("&type=a", { $0.type == "a" }), ("&type=b+c&type=a", { ["a", "b c"].contains($0.type) }),
                ("&type=b%20c&type=none", { $0.type == "b c" }), ("&type=none", { _ in false }),
                ("&type=", { _ in true }),
                ("&priority=high&priority=low&priority=", { $0.priority != "medium" }),
                ("&priority=low&type=d", { $0.priority == "low" && $0.type == "d" }),
            ]
            for (query, fits) in cases {
                #expect(try await items(query, server) == all.filter(fits), "\(query)")
            }
            // Of 2026-01-20 are the numbers 40 to 43.
            for (query, numbers) in [
                ("&since=2026-01-20&until=2026-01-20", 40..<44), ("&since=2026-01-20T10:00:00Z", 40..<60),
                ("&since=2026-01-20T10:00:00.000001Z", 44..<60), ("&until=2026-01-20T10:00:00+00:00", 0..<44),
                ("&until=2026-01-20T09:59:59.999999Z", 0..<40), ("&until=2026-01-20", 0..<44),
                ("&before=\(Self.id(42))", 0..<42), ("&after=\(Self.id(42))", 43..<60),
                ("&after=\(Self.id(2))&before=\(Self.id(9))", 3..<9),
                ("&after=\(Self.id(9))&before=\(Self.id(9))", 0..<0),
                ("&after=\(Self.id(9))&before=\(Self.id(2))", 0..<0),
                ("&after=\(Self.id(9))&since=2026-01-11&until=2026-01-12&before=\(Self.id(11))", 10..<11),
            ] {
                #expect(try await items(query, server).map(\.id) == numbers.reversed().map(Self.id), "\(query)")
            }
        }
    }

    @Test(
        "Whoever follows the links sees what stayed, each once, while rows are added and marked",
        arguments: [
            "limit=1", "limit=7", "unread=true&limit=3", "type=a&type=b%20c&limit=2",
            "priority=high&limit=4&unread=true",
            "since=2026-01-12&limit=5&type=d", "x=%22%3E&limit=6&%62efore=", "until=2026-01-20T10:00:00+00:00&limit=9",
        ]
    )
    func pages(query: String) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            try await add(0..<60, to: server)
            let token = TokenMint.user()
            let first = query.replacing(/limit=\d+/, with: "limit=1000")
            var stayed = try items(try await server.send("GET", "/api/notifications?\(first)", token: token)).map(\.id)
            var target: String? = "/api/notifications?\(query)"
            var seen: [String] = []
            var added = 60
            while let page = target {
                let response = try await server.send("GET", page, token: token)
                let ids = try items(response).map(\.id)
                #expect(ids.count <= 9)
                seen += ids
                target = try next(response)
                if target != nil { #expect(target?.hasSuffix("&before=\(ids.last ?? "")") == true) }
                // Rows come in at the times of others, and the next one of this list is read.
                try await add(added..<(added + 1), to: server)
                added += 1
                guard query.contains("unread"), let read = stayed.first(where: { !seen.contains($0) }) else { continue }
                let marked = try await server.send("PATCH", "/api/notifications/\(read)/read", token: token)
                #expect(marked.status == 200)
                stayed.removeAll { $0 == read }
            }
            #expect(Set(seen).count == seen.count)
            #expect(Set(stayed).isSubset(of: seen))
        }
    }

    @Test("A list that is whole has no link, and one that was cut off has it on every answer with its rows")
    func links() async throws {
        try await TestServer.run {
            $0.origins = ["https://app.example"]
        } _: { (server: TestServer) async throws in
            try await add(0..<20, to: server)
            let token = TokenMint.user()
            for (query, isCut) in [
                ("", false), ("?limit=20", false), ("?limit=19", true), ("?type=a&limit=7", false),
                ("?type=a&limit=6", true), ("?limit=1&before=\(Self.id(0))", false),
                ("?limit=19&after=\(Self.id(0))", false),
            ] {
                for (method, accept) in [
                    ("GET", "application/json"), ("HEAD", "application/json"), ("GET", "text/csv"),
                ] {
                    let response = try await server.send(
                        method,
                        "/api/notifications\(query)",
                        token: token,
                        fields: ["Accept: \(accept)", "Origin: https://app.example"]
                    )
                    #expect((response["Link"] != nil) == isCut, "\(method) \(query)")
                    #expect(response["Access-Control-Expose-Headers"]?.contains("Link") == true)
                }
            }
            try await add(20..<21, to: server)
            let response = try await server.send("GET", "/api/notifications/", token: token)
            #expect(response["Link"] == "</api/notifications?before=\(Self.id(1))>; rel=\"next\"")
        }
    }

    @Test("Marking all read ends at a time or a notification, and leaves what came later unread")
    func readAll() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            try await add(0..<40, to: server)
            let token = TokenMint.user()
            let bob = RouteMatrixTests.notification(RouteMatrixTests.otherID, TokenMint.bob)
            #expect(try await server.post("/api/notifications", bob).status == 201)
            for (query, marked, unread) in [
                ("?until=2026-01-10T09:59:59Z", 0, 0..<0), ("?until=\(Self.id(2))", 3, 3..<40),
                ("?until=\(Self.id(2))", 0, 3..<40), ("?until=2026-01-11", 5, 8..<40),
                ("?until=2026-01-12T10:00:00+00:00", 4, 12..<40), ("?until=\(Self.id(13).uppercased())", 2, 14..<40),
                ("?until=", 26, 0..<0), ("", 0, 0..<0),
            ] {
                let path = "/api/notifications/read-all"
                let response = try await server.send("POST", path + query, token: token)
                #expect(response.text == "{\"success\":true,\"data\":{\"marked\":\(marked)}}\n", "\(query)")
                guard !query.hasSuffix("09:59:59Z") else { continue }
                let left = try await items("&unread=true", server).map(\.id)
                #expect(left == unread.reversed().map(Self.id), "\(query)")
            }
            for query in [
                "?until=x", "?until=2026-13-01", "?until=aaaa", "?until=2026", "?until=2026-01-01&until=2026-01-01",
            ] {
                let response = try await server.send("POST", "/api/notifications/read-all\(query)", token: token)
                #expect(response.status == 400, "\(query)")
                #expect(response.text.hasPrefix(#"{"error":"Invalid until""#), "\(response.text)")
            }
            let other = try await server.send("GET", "/api/notifications", token: TokenMint.user(TokenMint.bob))
            #expect(other.text.contains(#""unread_count":1"#))
        }
    }

    @Test("Where marking all read ends may stand in the body, and nothing there is passed over in silence")
    func readAllWithBody() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            try await add(0..<40, to: server)
            let token = TokenMint.user()
            let json = "Content-Type: application/json"
            func answer(_ body: String, _ query: String = "", _ fields: [String]) async throws -> RawResponse {
                let path = "/api/notifications/read-all\(query)"
                return try await server.send("POST", path, token: token, fields: fields, body: body)
            }
            for (body, query, fields, status) in [
                (#"{"until":"x"}"#, "", [json], 400), (#"{"until":7}"#, "", [json], 400), ("[]", "", [json], 400),
                (#"{"until":"\#(Self.id(2))"}"#, "?until=\(Self.id(2))", [json], 400),
                (#"{"until":"\#(Self.id(2))","until":null}"#, "", [json], 400), (#"{"until":"#, "", [json], 400),
                (#"{"until":"\#(RouteMatrixTests.otherID)"}"#, "", [json], 404),
                (#"{"until":"\#(Self.id(2))"}"#, "", [], 415), ("until=x", "", ["Content-Type: text/plain"], 415),
                (#"{"until":""# + String(repeating: "x", count: 40_000) + #""}"#, "", [json], 413),
            ] {
                #expect(try await answer(body, query, fields).status == status, "\(body.prefix(60)) \(query)")
            }
            for (body, fields, marked) in [
                (#"{"until":"\#(Self.id(2))","why":[1]}"#, [json], 3), (#"{"until":"2026-01-11"}"#, [json], 5),
                (#"{"until":null}"#, [json], 32), ("{}", [json], 0), ("", [], 0),
            ] {
                let text = try await answer(body, "", fields).text
                #expect(text == "{\"success\":true,\"data\":{\"marked\":\(marked)}}\n", "\(body)")
            }
        }
    }

    @Test("Marking unread takes a mark away, as often as it is asked to")
    func unread() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            try await add(0..<3, to: server)
            let token = TokenMint.user()
            for (mark, count) in [("read", 2), ("read", 2), ("unread", 3), ("unread", 3)] {
                let target = "/api/notifications/\(Self.id(1))/\(mark)"
                #expect(try await server.send("PATCH", target, token: token).text == "{\"success\":true}\n")
                #expect(try await items("&unread=true", server).count == count, "\(mark)")
            }
        }
    }

    @Test("The counts are those of the unread ones, by priority and by type, in every format")
    func counts() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let token = TokenMint.user()
            let path = "/api/notifications/counts"
            let none = try await server.send("GET", path, token: token)
            let zero = #"{"unread":0,"by_priority":{"low":0,"medium":0,"high":0},"by_type":{}}"#
            #expect(none.text == "{\"success\":true,\"data\":\(zero)}\n")
            try await add(0..<10, to: server)
            for number in [0, 5] {
                let target = "/api/notifications/\(Self.id(number))/read"
                #expect(try await server.send("PATCH", target, token: token).status == 200)
            }
            let some = try await server.send("GET", path, token: token)
            let data = #"{"unread":8,"by_priority":{"low":3,"medium":2,"high":3},"by_type":{"a":3,"b c":3,"d":2}}"#
            #expect(some.text == "{\"success\":true,\"data\":\(data)}\n")
            let table = try await server.send("GET", path, token: token, fields: ["Accept: text/csv"])
            #expect(
                table.text == """
                    name,value
                    unread,8
                    by_priority.low,3
                    by_priority.medium,2
                    by_priority.high,3
                    by_type.a,3
                    by_type.b c,3
                    by_type.d,2

                    """
            )
            let again = try await server.send(
                "GET",
                path,
                token: token,
                fields: ["If-None-Match: \(some["ETag"] ?? "")"]
            )
            #expect(again.status == 304)
        }
    }

    @Test("Costs without records are the sums alone, as CSV the days")
    func sums() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let rows = "[\(QueryTests.cost("2026-01-14T10:00:00Z")),\(QueryTests.cost("2026-01-15T10:00:00Z", "2.5"))]"
            #expect(try await server.post("/api/costs", rows).status == 201)
            let token = TokenMint.user()
            let sums = try await server.send("GET", "/api/costs?records=false", token: token)
            let days = #"[{"date":"2026-01-14","amount":1.00},{"date":"2026-01-15","amount":2.50}]"#
            #expect(
                sums.text == #"{"success":true,"data":{"total_cost":3.50,"cost_by_type":{"c":3.50},"#
                    + "\"chart_data\":\(days)}}\n"
            )
            let csv = ["Accept: text/csv"]
            let table = try await server.send("GET", "/api/costs?records=false", token: token, fields: csv)
            #expect(table.text == "date,amount\n2026-01-14,1.00\n2026-01-15,2.50\n")
            #expect(table["Content-Type"] == "text/csv")
            let records = try await server.send("GET", "/api/costs?records=true", token: token, fields: csv)
            #expect(records.text.hasPrefix("id,user_id,") && records.text.components(of: "\n") == 3)
            let whole = try await server.send("GET", "/api/costs", token: token)
            #expect(whole.text.components(of: "\"recorded_at\"") == 2)
        }
    }
}
