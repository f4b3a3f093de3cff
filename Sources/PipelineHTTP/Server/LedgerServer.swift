// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
package import PipelineService
internal import ServiceLifecycle
internal import UnixSignals

/// The server: the routes over HTTP/1.1, from the listening socket to its end.
package struct LedgerServer: Sendable {
    private let group: ServiceGroup
    private let refresher: KeySetRefresher?

    /// Makes a server that listens to nothing yet.
    ///
    /// - Parameters:
    ///   - options: How it is started.
    ///   - keys: The keys that tokens are verified with.
    ///   - service: What the routes ask.
    ///   - logger: Where it logs; neither tokens nor bodies.
    ///   - onListening: Called with `http://HOST:PORT` when connections are accepted.
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
        refresher = options.keySetAddress.map { KeySetRefresher($0, verifier, logger) }
        let bounds = options.bounds
        let longAnswers = LongAnswers(options.longAnswerBounds, logger: logger)
        let life = ServerLife()
        let (routes, figures) = Self.routes(of: service, life, hasMetrics: options.hasMetrics)
        let responder = LedgerResponder(
            service: service,
            routes: routes,
            credentials: Credentials(
                verifier: verifier,
                cookies: SessionCookies(name: options.cookieName.map { .exact($0) } ?? .anyProject),
                refresher: refresher
            ),
            origins: OriginPolicy(options.origins, methods: routes.allow),
            bounds: bounds,
            writer: ResponseWriter(longAnswers)
        )
        let record = ExchangeRecord(
            figures: figures,
            logger: options.logsRequests ? logger : nil,
            clock: service.clock
        )
        let table = ConnectionTable(bound: bounds.connections)
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { BoundedHTTP1($0, bounds, table, life, record) },
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port),
                availableConnectionsDelegate: ConnectionCount(table)
            ),
            onServerRunning: { channel in
                // Connections that are accepted several at a time would go beyond their bound.
                try? await channel.setOption(.maxMessagesPerRead, value: 1).get()
                table.makeRoom(whileOpen: channel)
                await onListening("http://\(host):\(channel.localAddress?.port ?? options.port)")
            },
            logger: logger
        )
        var services: [any Service] = [application, MemoryReturn()]
        if let reload = options.reloadKeys {
            services.append(await KeyReloading(verifier: verifier, logger: logger, readKeys: reload))
        }
        services.append(Draining(life: life, time: options.drain, logger: logger))
        if let refresher { services.append(KeyRefreshing(refresher: refresher)) }
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: options.listensToSignals ? [.sigterm, .sigint] : [],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = options.drain + bounds.farewell
        group = ServiceGroup(configuration: configuration)
    }

    /// The routes that are served, and what counts their requests.
    static func routes(
        of service: LedgerService,
        _ life: ServerLife = ServerLife(),
        hasMetrics: Bool
    ) -> (table: RouteTable, figures: ServerFigures) {
        var routes = Route.ledgerRoutes + [.root, .health(of: service, life)]
        let figures = ServerFigures(methods: Array(Set(RouteTable(routes).paths.flatMap(\.methods).map(\.rawValue))))
        if hasMetrics { routes.append(.metrics(of: service, figures)) }
        routes.append(.description(of: routes))
        return (RouteTable(routes), figures)
    }

    /// Serves until it is told to end, and open requests are answered.
    ///
    /// - Throws: If it cannot listen, or requests were still open when their time was over.
    package func run() async throws {
        // The keys are there for the first request, or could not be had within the time that a reading may take.
        await refresher?.refresh()
        try await group.run()
    }

    /// Ends the server: no new connections, open requests are answered.
    package func stop() async {
        await group.triggerGracefulShutdown()
    }
}

/// Reads the keys again on every SIGHUP; keys that cannot be used change nothing.
private struct KeyReloading: Service {
    private let verifier: TokenVerifier
    private let logger: Logger
    private let readKeys: @Sendable () throws -> TokenKeys
    private let signals: UnixSignalsSequence

    /// Makes a service for which SIGHUP is caught from now on, whenever it runs.
    init(verifier: TokenVerifier, logger: Logger, readKeys: @escaping @Sendable () throws -> TokenKeys) async {
        self.verifier = verifier
        self.logger = logger
        self.readKeys = readKeys
        signals = await UnixSignalsSequence(trapping: .sighup)
    }

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                verifier.replaceKeys(try readKeys())
                logger.info("the keys were read again")
            } catch {
                logger.error("the keys cannot be read; the old ones stay", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// Reads the project's keys again when they have been kept for long enough, sooner if they could not be read.
private struct KeyRefreshing: Service {
    let refresher: KeySetRefresher

    func run() async throws {
        while await wait(for: refresher.pause) { await refresher.refresh() }
    }

    /// Waits; false if the server ends.
    private func wait(for duration: Duration) async -> Bool {
        _ = try? await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
        return !Task.isShuttingDownGracefully && !Task.isCancelled
    }
}

extension KeySetRefresher {
    /// Makes the refresher of a verifier's keys, which says in the log what became of them.
    fileprivate init(_ address: KeySetAddress, _ verifier: TokenVerifier, _ logger: Logger) {
        self.init(
            read: { () async throws(KeyError) in try await address.read(within: Self.patience) },
            take: { verifier.replaceProjectKeys($0) },
            report: { outcome in
                switch outcome {
                case .changed(let notices):
                    for sentence in notices { logger.warning("\(sentence)") }
                    logger.info("the keys were read from --jwks-url")
                case .unchanged: logger.debug("the keys at --jwks-url are the same")
                case .failed(let reason):
                    logger.error(
                        "the keys cannot be read from --jwks-url; the old ones stay",
                        metadata: ["error": "\(reason)"]
                    )
                }
            }
        )
    }
}
