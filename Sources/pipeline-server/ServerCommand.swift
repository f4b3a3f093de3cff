// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import CAllocator
internal import Logging
internal import PipelineArguments
internal import PipelineConsole
internal import PipelineHTTP
internal import PipelineService
internal import PipelineStore

/// The program: reads its options and serves until it is told to end.
@main
struct ServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline-server",
        abstract: "Training costs and notifications over HTTP.",
        discussion: "The first line of standard output is the address, http://HOST:PORT.",
        version: ProgramVersion.current
    )

    @OptionGroup(title: "Store") var store: StoreArguments
    @OptionGroup(title: "Tokens") var tokens: TokenArguments

    @Option(help: "Where it listens.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 takes a free one.")
    var port = 8080

    @Option(help: ArgumentHelp("An origin whose pages may read answers; may be repeated.", valueName: "origin"))
    var allowOrigin: [String] = []

    @Flag(help: "Figures at /metrics.")
    var metrics = false

    @Flag(help: "The prompt of pipeline on the same store; leaving it ends the server.")
    var repl = false

    @Option(help: "What is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel = Logger.Level.info.rawValue

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535.") }
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level takes \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")).")
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
    /// - Throws: Where the options or the keys are not right; nothing was opened then.
    private func serve() async throws -> Int32 {
        try await session().run()
    }

    private func session() throws -> ServerSession {
        var logger = Logger(label: "pipeline-server") { label in
            LineLogHandler(label: label) { StandardStream.error.write($0) }
        }
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
        let log = logger
        var options = ServerOptions()
        options.host = host
        options.port = port
        options.origins = allowOrigin
        options.hasMetrics = metrics
        options.listensToSignals = !repl
        options.bounds.connections = DescriptorLimit.makeRoom(forConnections: options.bounds.connections)
        try tokens.fill(&options)
        let files = tokens.keyFiles
        let readKeys = { @Sendable in try files.read { log.warning("\($0)") } }
        options.reloadKeys = readKeys
        return ServerSession(
            options: options,
            keys: try readKeys(),
            directory: store.directory,
            files: StoreFilesOptions(fsync: store.fsync, keep: store.keep),
            snapshotInterval: store.snapshotInterval,
            now: try store.fixedTime(),
            hasPrompt: repl,
            logger: logger
        )
    }
}
