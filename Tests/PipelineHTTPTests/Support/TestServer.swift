// SPDX-License-Identifier: MIT

import Logging
import PipelineCore
import PipelineHTTP
import PipelineService
import PipelineStore
import Synchronization
import TestSupport

/// A server on a free port of the loopback interface, in this process.
struct TestServer: Sendable {
    let port: Int
    let service: LedgerService
    let log: LogBook

    static let now = "2026-01-15T12:00:00Z"

    /// What the server logged.
    final class LogBook: Sendable {
        private let lines = Mutex<[String]>([])
        var text: String { lines.withLock { $0.joined() } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    /// Runs a server while `body` does.
    static func run(
        keys: TokenKeys? = nil,
        store: LedgerStore = LedgerStore(),
        logFormat: LogFormat = .text,
        _ configure: (inout ServerOptions) -> Void = { _ in },
        _ body: (TestServer) async throws -> Void
    ) async throws {
        let clock = WallClock.fixed(at: try Timestamp(parsing: now))
        let service = LedgerService(store: store, clock: clock)
        var options = ServerOptions()
        options.port = 0
        options.listensToSignals = false
        configure(&options)
        let book = LogBook()
        var logger = Logger(label: "test") {
            LineLogHandler(label: $0, format: logFormat, clock: clock) { line, _ in book.add(line) }
        }
        logger.logLevel = .trace
        let (addresses, continuation) = AsyncStream<String>.makeStream()
        let server = await LedgerServer(
            options,
            keys: try keys ?? TokenKeys(secret: TokenMint.secret),
            service: service,
            logger: logger
        ) { continuation.yield($0) }
        // A child task runs on the threads of its test.
        async let running: Void = server.run()
        var iterator = addresses.makeAsyncIterator()
        guard let address = await iterator.next(), let port = Int(address.split(separator: ":").last ?? "") else {
            throw Failure("The server does not listen.")
        }
        do {
            try await body(TestServer(port: port, service: service, log: book))
        } catch {
            await server.stop()
            try? await running
            throw error
        }
        await server.stop()
        try? await running
    }

    private var client: LoopbackClient { LoopbackClient(port: port) }

    /// Sends a request and reads its answer.
    func send(
        _ method: String = "GET",
        _ target: String,
        token: String? = nil,
        fields: [String] = [],
        body: String? = nil
    ) async throws -> RawResponse {
        try await client.send(method, target, token: token, fields: fields, body: body)
    }

    /// Hands rows over as the platform does.
    func post(_ path: String, _ body: String) async throws -> RawResponse {
        try await client.post(path, body)
    }
}
