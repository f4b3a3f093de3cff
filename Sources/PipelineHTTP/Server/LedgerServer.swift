// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
package import PipelineService
internal import ServiceLifecycle
internal import UnixSignals

/// The three routes over HTTP/1.1.
package struct LedgerServer: Sendable {
    private let group: ServiceGroup

    /// Makes a server that listens to nothing yet.
    ///
    /// - Parameters:
    ///   - options: How it is started.
    ///   - keys: The keys that tokens are checked with.
    ///   - service: What answers.
    ///   - logger: Where it logs; neither tokens nor bodies.
    ///   - onListening: Called with `http://HOST:PORT` when connections are taken.
    package init(
        _ options: ServerOptions,
        keys: TokenKeys,
        service: LedgerService,
        logger: Logger,
        onListening: @escaping @Sendable (String) async -> Void
    ) async {
        let verifier = TokenVerifier(
            keys: keys,
            issuer: options.issuer,
            ingestToken: options.ingestToken,
            clock: service.clock
        )
        let bounds = options.bounds
        let responder = LedgerResponder(
            service: service,
            credentials: Credentials(
                verifier: verifier,
                cookies: SessionCookies(name: options.cookieName.map { .exact($0) } ?? .anyProject)
            ),
            origins: OriginPolicy(options.origins),
            bounds: bounds,
            figures: ServerFigures(),
            hasMetrics: options.hasMetrics
        )
        let connection = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ProgressGuard(patience: bounds.patienceAmount)],
            idleTimeout: bounds.patienceAmount,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: bounds.headerBytes,
                maxHeaderListSize: bounds.headerBytes,
                maxHeaderFieldCount: bounds.headerFields
            )
        )
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        let application = Application(
            responder: responder,
            server: .http1(configuration: connection),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port),
                availableConnectionsDelegate: MaximumAvailableConnections(bounds.connections)
            ),
            onServerRunning: { channel in
                // Connections that are taken several at a time would go beyond their bound.
                try? await channel.setOption(.maxMessagesPerRead, value: 1).get()
                await onListening("http://\(host):\(channel.localAddress?.port ?? options.port)")
            },
            logger: logger
        )
        var services: [any Service] = [application]
        if let reload = options.reloadKeys {
            services.append(await KeyReloading(verifier: verifier, logger: logger, readKeys: reload))
        }
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: options.listensToSignals ? [.sigterm, .sigint] : [],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = bounds.farewell
        group = ServiceGroup(configuration: configuration)
    }

    /// Serves until it is told to end, and open requests are answered.
    ///
    /// - Throws: Where it cannot listen, or requests were still open when their time was over.
    package func run() async throws {
        try await group.run()
    }

    /// Ends the server: no new connections, open requests are answered.
    package func stop() async {
        await group.triggerGracefulShutdown()
    }
}
