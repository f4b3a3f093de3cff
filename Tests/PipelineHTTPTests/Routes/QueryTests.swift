// SPDX-License-Identifier: MIT

import PipelineCore
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A query", .serialized, .inTurn)
struct QueryTests {
    static func cost(_ recordedAt: String, _ amount: String = "1", user: String = TokenMint.alice) -> String {
        #"{"user_id":"\#(user)","cost_type":"c","amount":\#(amount),"recorded_at":"\#(recordedAt)"}"#
    }

    @Test(
        "A query selects the records",
        arguments: [
            ("", 2), ("?", 2), ("?period=", 2), ("?period=month&start_date=&end_date=", 2), ("?period=week", 1),
            ("?period=year", 3), ("?start_date=2025-12-20&end_date=2025-12-20", 1), ("?end_date=2024-12-31", 1),
            ("?start_date=2024-01-01", 4), ("?start_date=2025-12-20T10:00:00Z&end_date=2025-12-20T10:00:00Z", 1),
            ("?start_date=2025-12-20T12:00:00+02:00&end_date=2025-12-20T12:00:00%2B02:00", 1),
            ("?start_date=2025-12-20+12:00:00+02:00&end_date=2025-12-20%2012:00:00+02", 1),
            ("?start_date=2025-12-20T10:00:01Z&end_date=2025-12-20", 0), ("?unknown=1&unknown=%ff&a", 2),
            ("?%70eriod=week", 1), ("?period=today", 0), ("?period=yesterday", 1), ("?period=this-week", 1),
            ("?period=last-week", 0), ("?period=this-month", 1), ("?period=last-month", 1), ("?period=this-year", 1),
            ("?period=last-year", 2), ("?period=2025-03", 1), ("?period=2024", 1), ("?period=2023", 0),
            ("?period=2024&start_date=2025-01-01", 3), ("?billing_period=2025-03", 1),
            ("?billing_period=2024-06-01", 1),
            ("?billing_period=2024-06-02", 0), ("?billing_period=", 2),
            ("?billing_period=2025-12&start_date=2026-01-01", 0),
            ("?billing_period=2024-06&period=week", 0),
            ("?period=week&amp;period=x", 1),
        ]
    )
    func ranges(query: String, count: Int) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let times = [
                "2024-06-01T00:00:00Z", "2025-03-01T00:00:00Z", "2025-12-20T10:00:00Z", "2026-01-14T00:00:00Z",
            ]
            let body = "[" + times.map { Self.cost($0) }.joined(separator: ",") + "]"
            #expect(try await server.post("/api/costs", body).status == 201)
            let response = try await server.send("GET", "/api/costs" + query, token: TokenMint.user())
            #expect(response.status == 200, "\(response.text)")
            #expect(response.text.components(of: "\"recorded_at\"") == count)
            #expect(response.text.hasPrefix(#"{"success":true,"data":{"total_cost":\#(count).00,"#))
        }
    }

    @Test("A query that is refused names the parameter")
    func refusals() async throws {
        let cases = [
            ("/api/costs?period=day", "period"), ("/api/costs?period=week&period=week", "period"),
            ("/api/costs?period=%ff", "period"),
            ("/api/costs?period=%zz", "period"), ("/api/costs?period=%", "period"),
            ("/api/costs?period=2025-13", "period"), ("/api/costs?period=0000", "period"),
            ("/api/costs?period=2025-1", "period"), ("/api/costs?period=2025-01-01", "period"),
            ("/api/costs?billing_period=2025", "billing_period"),
            ("/api/costs?billing_period=2025-00", "billing_period"),
            ("/api/costs?billing_period=2025-02-29", "billing_period"),
            ("/api/costs?billing_period=week", "billing_period"),
            ("/api/costs?start_date=2025-02-29", "start_date"),
            ("/api/costs?start_date=2026-01-02&end_date=2026-01-01", "start_date"),
            ("/api/costs?end_date=x", "end_date"),
            ("/api/costs?end_date=2025-12-20T10:00:00+", "end_date"), ("/api/costs?period=WEEK", "period"),
            ("/api/notifications?limit=0", "limit"), ("/api/notifications?limit=-1", "limit"),
            ("/api/notifications?limit=1.5", "limit"),
            ("/api/notifications?limit=+5", "limit"), ("/api/notifications?unread=1", "unread"),
            ("/api/notifications?unread=TRUE", "unread"),
            ("/api/notifications?since=2026-01-02&until=2026-01-01", "since"),
            ("/api/notifications?since=x", "since"), ("/api/notifications?until=2026-02-30", "until"),
            ("/api/notifications?until=2026&until=2026", "until"), ("/api/notifications?priority=urgent", "priority"),
            ("/api/notifications?priority=low&priority=LOW", "priority"), ("/api/notifications?type=%ff", "type"),
            ("/api/notifications?type=a%00", "type"),
            ("/api/notifications?before=aaaa", "before"), ("/api/notifications?after=x", "after"),
            ("/api/costs?records=1", "records"), ("/api/costs?records=true&records=true", "records"),
            ("/api/notifications?limit=5&limit=5", "limit"), ("/api/notifications?limit=%C3%28", "limit"),
        ]
        try await TestServer.run { (server: TestServer) async throws in
            for (target, name) in cases {
                let response = try await server.send("GET", target, token: TokenMint.user())
                #expect(response.status == 400, "\(target)")
                #expect(response.text.hasPrefix("{\"error\":\"Invalid \(name)\""), "\(target) \(response.text)")
                #expect(try await server.send("GET", target).status == 401)
            }
        }
    }
}

extension String {
    /// How often a text occurs.
    func components(of text: String) -> Int { split(separator: text, omittingEmptySubsequences: false).count - 1 }
}
