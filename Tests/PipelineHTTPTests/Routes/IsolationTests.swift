// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A user's answers", .serialized, .inTurn)
struct IsolationTests {
    /// How many random requests are made; `PIPELINE_ISOLATION_REQUESTS` asks for more.
    private static let requestCount =
        ProcessInfo.processInfo.environment["PIPELINE_ISOLATION_REQUESTS"].flatMap { Int($0) } ?? 600
    private static let batchLength = 30

    /// Sends some requests on one connection, and returns the answers.
    private func exchange(_ server: TestServer, _ requests: [String]) async throws -> [RawResponse] {
        let text = requests.map { $0.contains("\r\n\r\n") ? $0 : $0 + "\r\n" }.joined()
        let connection = try RawConnection(port: server.port)
        connection.send(text)
        connection.endSending()
        let answers = connection.receiveResponses()
        #expect(answers.count == requests.count)
        return answers
    }

    private func send(
        _ traffic: inout RandomTraffic,
        _ tag: inout String?,
        _ server: TestServer
    ) async throws -> [String] {
        let requests = (0..<Self.batchLength).map { _ in traffic.next(tag: tag) }
        var answers = try await exchange(server, requests)
        tag = answers.last { $0["ETag"] != nil }?["ETag"] ?? tag
        // A tag is under the key of its server.
        for index in answers.indices { answers[index].fields.removeAll { $0.name == "etag" } }
        return answers.map(\.withoutDate)
    }

    /// All answers that Alice gets, while Bob asks and changes as much as she, or does not exist.
    private func answers(seed: UInt64, withBob: Bool) async throws -> [String] {
        var all: [String] = []
        try await TestServer.run { (server: TestServer) async throws in
            var alice = RandomTraffic(
                of: TokenMint.alice,
                prefix: "aaaaaaaa-aaaa",
                foreign: "bbbbbbbb-bbbb",
                seed: seed
            )
            var tag: String?
            for batch in 0..<(Self.requestCount / Self.batchLength) {
                async let others: Void = bob(server, seed: seed &+ UInt64(batch) &* 1000, isThere: withBob)
                all += try await send(&alice, &tag, server)
                try await others
            }
        }
        return all
    }

    private func bob(_ server: TestServer, seed: UInt64, isThere: Bool) async throws {
        guard isThere else { return }
        var traffic = RandomTraffic(of: TokenMint.bob, prefix: "bbbbbbbb-bbbb", foreign: "aaaaaaaa-aaaa", seed: seed)
        var tag: String?
        _ = try await send(&traffic, &tag, server)
    }

    @Test("Random requests get the same bytes with other users' traffic and without", arguments: [1, 2] as [UInt64])
    func randomRequests(seed: UInt64) async throws {
        let alone = try await answers(seed: seed, withBob: false)
        let together = try await answers(seed: seed, withBob: true)
        let difference = zip(alone, together).first { $0 != $1 }
        #expect(alone.count == together.count)
        #expect(difference == nil, "\(difference?.0 ?? "") \n— \(difference?.1 ?? "")")
        #expect(!together.contains { $0.contains(TokenMint.bob) || $0.contains("bbbbbbbb") && $0.hasPrefix("200") })
        // What was asked is not all refused.
        #expect(alone.filter { $0.hasPrefix("200") }.count > alone.count / 3)
    }
}
