// SPDX-License-Identifier: MIT

import Foundation
import PipelineCore
import PipelineService
import PipelineStore
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A key of a delivery", .serialized, .inTurn)
struct DeliveryKeyTests {
    /// A cost without an identifier, which would be another one each time.
    private static let cost = #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1.50}"#
    private static let note = #"{"user_id":"\#(TokenMint.alice)","type":"t","title":"T","message":"M"}"#

    private func post(
        _ client: LoopbackClient,
        _ path: String = "/api/costs",
        _ body: String = cost,
        key: String?,
        fields: [String] = []
    ) async throws -> RawResponse {
        let more = key.map { ["Idempotency-Key: \($0)"] } ?? []
        return try await client.send(
            "POST",
            path,
            token: TokenMint.service,
            fields: ["Content-Type: application/json"] + more + fields,
            body: body
        )
    }

    private func costCount(_ client: LoopbackClient) async throws -> Int {
        try await client.send("GET", "/api/costs", token: TokenMint.user()).text.components(of: "\"cost_type\"")
    }

    @Test(
        "A delivery is taken once under its key, and its repeats are answered with the same rows",
        arguments: [0, 90_000]
    )
    func repeats(padding: Int) async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let client = LoopbackClient(port: server.port)
            let space = String(repeating: " ", count: padding)
            for (path, row) in [("/api/costs", Self.cost), ("/api/notifications", Self.note)] {
                for (number, body) in [row, "[\(row),\(row), \(row)]", "[]"].map({ $0 + space }).enumerated() {
                    let key = "\(path)-\(number)-~!"
                    let first = try await post(client, path, body, key: key)
                    #expect(first.status == (number == 2 ? 200 : 201))
                    for _ in 0..<3 {
                        let again = try await post(client, path, body, key: key)
                        #expect(again.status == 200)
                        #expect(again.body == first.body)
                    }
                }
            }
            #expect(try await costCount(client) == 4)
            #expect(try await post(client, key: nil).status == 201)
            #expect(try await costCount(client) == 5)
        }
    }

    @Test("A key of a delivery with another body, or to another place, is 422 and adds nothing")
    func otherBodies() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let client = LoopbackClient(port: server.port)
            #expect(try await post(client, key: "a").status == 201)
            for (path, body) in [
                ("/api/costs", Self.cost + " "), ("/api/costs", "[\(Self.cost)]"), ("/api/costs", "["),
                ("/api/costs", ""), ("/api/notifications", Self.cost), ("/api/notifications", Self.note),
            ] {
                let answer = try await post(client, path, body, key: "a")
                #expect(answer.status == 422)
                #expect(answer.text.hasPrefix(#"{"error":"Invalid Idempotency-Key","details":"Idempotency-Key must"#))
            }
            #expect(try await costCount(client) == 1)
            #expect(try await post(client, key: "A").status == 201)
            #expect(try await post(client, key: "a").status == 200)
        }
    }

    @Test("A key of a delivery that was refused stands for nothing")
    func refused() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let client = LoopbackClient(port: server.port)
            let id = RouteMatrixTests.ownID
            let row = String(Self.cost.dropLast()) + #","id":"\#(id)"}"#
            #expect(try await post(client, "/api/costs", "[{}]", key: "a").status == 400)
            #expect(try await post(client, "/api/costs", row, key: "a").status == 201)
            let other = row.replacing("1.50", with: "2")
            #expect(try await post(client, "/api/costs", other, key: "b").status == 409)
            // All rows of it are there: the key stands for it all the same.
            #expect(try await post(client, "/api/costs", row, key: "b").status == 200)
            #expect(try await post(client, "/api/costs", "[]", key: "b").status == 422)
            #expect(try await costCount(client) == 1)
        }
    }

    @Test("A key of a delivery has 1 to 255 visible ASCII characters, or is a 400 that names the header")
    func syntax() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let client = LoopbackClient(port: server.port)
            for key in ["", "a b", "ä", "a\tb", String(repeating: "k", count: 256)] {
                let answer = try await post(client, key: key)
                #expect(answer.status == 400, "\(key)")
                #expect(answer.text.hasPrefix(#"{"error":"Invalid Idempotency-Key""#), "\(answer.text)")
            }
            #expect(try await post(client, key: "a", fields: ["Idempotency-Key: a"]).status == 400)
            #expect(try await costCount(client) == 0)
            for key in [String(repeating: "k", count: 255), "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "~"] {
                #expect(try await post(client, key: key).status == 201)
            }
            // A user has no use for it.
            let asked = try await client.send(
                "GET",
                "/api/costs",
                token: TokenMint.user(),
                fields: ["Idempotency-Key: a b"]
            )
            #expect(asked.status == 200)
        }
    }

    @Test("Deliveries under one key at once are taken once, and all are answered alike")
    func atOnce() async throws {
        let store = LedgerStore()
        let service = LedgerService(store: store, clock: .fixed(at: try Timestamp(parsing: TestServer.now)))
        for round in 1...40 {
            let body = Array((Self.cost + String(repeating: " ", count: round)).utf8)
            let key = try DeliveryKey(parsing: "k\(round)")
            let answers = try await withThrowingTaskGroup(of: [PipelineCore.UUID].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let ingestion = try await service.ingest(body, into: .costs, under: key)
                        guard case .taken(let delivery) = try await ingestion.settled(in: store) else { return [] }
                        return delivery.ids
                    }
                }
                return try await group.reduce(into: Set<[PipelineCore.UUID]>()) { $0.insert($1) }
            }
            #expect(answers.count == 1 && answers.first?.count == 1)
            #expect(await store.view.value.costCount == round)
        }
    }

    @Test("A key of a delivery is free again after 24 hours of the store's clock")
    func life() async throws {
        let store = LedgerStore()
        let body = Array(Self.cost.utf8)
        let key = try DeliveryKey(parsing: "k")
        for (moment, count) in [
            ("2026-01-15T12:00:00Z", 1), ("2026-01-16T11:59:59.999999Z", 1), ("2026-01-16T12:00:00Z", 2),
            ("2026-01-16T12:00:01Z", 2),
        ] {
            let service = LedgerService(store: store, clock: .fixed(at: try Timestamp(parsing: moment)))
            _ = try await service.ingest(body, into: .costs, under: key)
            #expect(await store.view.value.costCount == count, "\(moment)")
        }
    }

    @Test("A key of a delivery survives a kill, an orderly end and the snapshots between")
    func survival() async throws {
        let place = try ServerPlace()
        var first: [RawResponse] = []
        let bodies = [Self.cost, "[\(Self.cost),\(Self.cost)]"]
        for signal in [SIGKILL, SIGTERM, SIGKILL, SIGTERM] {
            let server = try ServerProcess(try place.optionsWithSecret())
            let client = try server.client()
            if first.isEmpty {
                for (number, body) in bodies.enumerated() {
                    first.append(try await post(client, "/api/costs", body, key: "k\(number)"))
                }
            }
            for (number, body) in bodies.enumerated() {
                let again = try await post(client, "/api/costs", body, key: "k\(number)")
                #expect(again.status == 200)
                #expect(again.body == first[number].body)
                #expect(try await post(client, "/api/costs", body + " ", key: "k\(number)").status == 422)
            }
            #expect(try await costCount(client) == 3)
            server.send(signal: signal)
            #expect(try server.exitStatus() == (signal == SIGTERM ? 0 : 128 + signal))
        }
    }
}
