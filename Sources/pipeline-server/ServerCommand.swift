// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import CAllocator
internal import Logging
internal import PipelineArguments
internal import PipelineConsole
internal import PipelineCore
internal import PipelineHTTP
internal import PipelineService
internal import PipelineStore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The program: reads its options and serves until it is told to end.
@main
struct ServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline-server",
        abstract: "Serve training costs and notifications over HTTP",
        discussion: "The first line of standard output is the address, http://HOST:PORT.",
        version: ProgramVersion.current
    )

    @OptionGroup(title: "Store") var store: StoreArguments
    @OptionGroup(title: "Tokens") var tokens: TokenArguments

    @Option(help: "The address to listen at.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen at; 0 chooses a free one.")
    var port = 8080

    @Option(help: ArgumentHelp("An origin whose pages may read answers; can be repeated.", valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(
        help: ArgumentHelp("Seconds for which a connection may be idle; longer than a proxy's.", valueName: "seconds")
    )
    var idleTimeout = 75

    @Option(
        help: ArgumentHelp(
            "Seconds for which requests are still taken after SIGTERM, while /health says 503.",
            valueName: "seconds"
        )
    )
    var drain = 0

    @Flag(help: "Serve figures for Prometheus at /metrics.")
    var metrics = false

    @Flag(help: "Open a prompt on the same store; leaving it stops the server.")
    var repl = false

    @Option(
        help: ArgumentHelp(
            "The lowest severity to log (default: info, without requests beside a prompt).",
            valueName: "level"
        )
    )
    private var logLevel: LogLevel?

    @Option(help: "How the log is written: lines for people, or an object of JSON in each line.")
    var logFormat: LogFormat = .text

    /// The most seconds that a connection may be idle, or a server drain: a day.
    private static let longestTime = 86_400

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port must be from 0 to 65535, not '\(port)'.")
        }
        guard (1...Self.longestTime).contains(idleTimeout) else {
            throw ValidationError(
                "--idle-timeout must be from 1 to \(Self.longestTime) seconds, not '\(idleTimeout)'."
            )
        }
        guard (0...Self.longestTime).contains(drain) else {
            throw ValidationError("--drain must be from 0 to \(Self.longestTime) seconds, not '\(drain)'.")
        }
    }

    static func main() async {
        StandardStream.fillClosedStreams()
        callocator_return_early()
        let status: Int32
        do {
            status = try await parse().serve()
        } catch {
            let message = fullMessage(for: error)
            guard exitCode(for: error) == .success else {
                StandardStream.error.write(message + "\n")
                exit(withError: ExitCode(ExitStatus.usage))
            }
            StandardStream.output.write(message + "\n")
            exit()
        }
        exit(withError: status == ExitStatus.success ? nil : ExitCode(status))
    }

    /// Serves until it is told to end, and returns the exit status.
    ///
    /// - Throws: If the options or the keys are not right; nothing was opened then.
    private func serve() async throws -> Int32 {
        let now = try store.fixedTime()
        let log = LogStream(logFormat, clock: now.map { .fixed(at: $0) } ?? .system)
        defer { log.flush() }
        return try await session(now, log.makeLogger(logLevel?.level ?? .info)).run()
    }

    private func session(_ now: Timestamp?, _ logger: Logger) throws -> ServerSession {
        var options = ServerOptions()
        options.host = host
        options.port = port
        options.origins = allowOrigin
        options.hasMetrics = metrics
        // They would come between the lines of a prompt, unless somebody wants that.
        options.logsRequests = logLevel != nil || !repl || isatty(StandardStream.error.rawValue) == 0
        options.bounds.idle = .seconds(idleTimeout)
        options.drain = .seconds(drain)
        options.listensToSignals = !repl
        options.bounds.connections = DescriptorLimit.makeRoom(forConnections: options.bounds.connections)
        if let directory = Environment.value("TMPDIR") { options.temporaryDirectory = directory }
        try tokens.fill(&options)
        let files = tokens.keyFiles
        let readKeys = { @Sendable in try files.read { logger.warning("\($0)") } }
        options.reloadKeys = readKeys
        return ServerSession(
            options: options,
            keys: try readKeys(),
            directory: store.directory,
            files: StoreFilesOptions(fsync: store.fsync, keep: store.keep),
            snapshotInterval: store.snapshotInterval,
            now: now,
            hasPrompt: repl,
            logger: logger
        )
    }
}

/// A value of `--log-level`.
private struct LogLevel: ExpressibleByArgument {
    let level: Logger.Level

    static let allValueStrings = Logger.Level.allCases.map(\.rawValue)

    init?(argument: String) {
        guard let level = Logger.Level(rawValue: argument) else { return nil }
        self.level = level
    }
}

extension LogFormat: ExpressibleByArgument {}
