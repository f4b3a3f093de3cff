// SPDX-License-Identifier: MIT

internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// How far a server is with its life, for those who have to say so.
final class ServerLife: Sendable {
    private let isEnding = Atomic(false)

    /// Makes the life of a server that goes on.
    init() {}

    /// Whether the server will end soon: every answer is the last one of its connection.
    var isLeaving: Bool { isEnding.load(ordering: .relaxed) }

    /// Says that the server will end soon.
    func leave() { isEnding.store(true, ordering: .relaxed) }
}

/// Announces the end of the server, and lets it wait so that whoever spreads requests over servers hears of it.
///
/// It is the first service that is asked to end, and the others go on until it has.
struct Draining: Service {
    let life: ServerLife
    /// How long new requests are still taken.
    let time: Duration
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        life.leave()
        guard time > .zero, !Task.isCancelled else { return }
        logger.notice("draining", metadata: ["seconds": "\(time.components.seconds)"])
        try? await Task.sleep(for: time)
    }
}
