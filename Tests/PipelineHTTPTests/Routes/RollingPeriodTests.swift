// SPDX-License-Identifier: MIT

import PipelineAnswers
import PipelineCore
import PipelineService
import PipelineStore
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("The tag of a rolling period", .serialized, .inTurn)
struct RollingPeriodTests {
    private let store = LedgerStore()
    private let tags = EntityTag()

    /// The tag of Alice's answer about a period at a moment.
    private func tag(of period: String = "week", at moment: String) async throws -> String {
        let clock = WallClock.fixed(at: try Timestamp(parsing: moment))
        let verifier = TokenVerifier(
            keys: try TokenKeys(secret: TokenMint.secret),
            issuer: nil,
            ingestToken: nil,
            clock: .fixed(at: try Timestamp(parsing: TestServer.now))
        )
        guard case .user(let user) = try? verifier.verify(Array(TokenMint.user().utf8)) else {
            throw KeyError("A genuine token is refused.")
        }
        let ledger = UserLedger(LedgerService(store: store, clock: clock), of: user, in: .json)
        let parameters = try QueryParameters("period=\(period)", of: CostsRequest.Parameter.allCases.map(\.description))
        let answer = try await ledger.costs(parameters)
        return tags.tag(of: answer, path: "/api/costs", query: parameters.description)
    }

    private func add(_ recordedAt: String, user: String = TokenMint.alice) async throws {
        let service = LedgerService(store: store, clock: .system)
        _ = try await service.ingest(Array(QueryTests.cost(recordedAt, user: user).utf8), into: .costs)
    }

    @Test("The tag of a day changes with the day, also if the next one has as many records")
    func calendar() async throws {
        try await add("2026-01-10T12:00:00Z")
        try await add("2026-01-11T12:00:00Z")
        let first = try await tag(of: "yesterday", at: "2026-01-11T00:00:00Z")
        #expect(try await tag(of: "yesterday", at: "2026-01-11T23:59:59Z") == first)
        #expect(try await tag(of: "yesterday", at: "2026-01-12T00:00:00Z") != first)
        let month = try await tag(of: "2026-01", at: "2026-01-12T00:00:00Z")
        #expect(try await tag(of: "2026-01", at: "2026-02-12T00:00:00Z") == month)
    }

    @Test("The tag of a rolling period changes when a record leaves the period, and not before")
    func leaving() async throws {
        try await add("2026-01-10T12:00:00Z")
        try await add("2026-01-14T12:00:00Z")
        let first = try await tag(at: "2026-01-15T12:00:00Z")
        #expect(try await tag(at: "2026-01-17T12:00:00Z") == first)
        let second = try await tag(at: "2026-01-17T12:00:00.000001Z")
        #expect(second != first)
        #expect(try await tag(at: "2026-01-21T12:00:00Z") == second)
        let third = try await tag(at: "2026-01-22T00:00:00Z")
        #expect(Set([first, second, third]).count == 3)
        try await add("2026-01-21T12:00:00Z", user: TokenMint.bob)
        #expect(try await tag(at: "2026-01-22T00:00:00Z") == third)
        try await add("2026-01-21T12:00:00Z")
        #expect(try await tag(at: "2026-01-22T00:00:00Z") != third)
    }
}
