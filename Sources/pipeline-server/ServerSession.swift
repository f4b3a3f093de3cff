// SPDX-License-Identifier: MIT

internal import Logging
internal import PipelineConsole
internal import PipelineCore
internal import PipelineHTTP
internal import PipelineService
internal import PipelineStore
internal import Synchronization

/// A run of the server: opens the store, serves, closes the store.
struct ServerSession: Sendable {
    let options: ServerOptions
    let keys: TokenKeys
    let directory: String?
    let files: StoreFilesOptions
    let snapshotInterval: Duration
    let now: Timestamp?
    let hasPrompt: Bool
    let logger: Logger

    /// What one task tells another.
    private final class Progress: Sendable {
        let isListening = Atomic(false)
    }

    /// Serves until it is told to end, and returns the exit status.
    @concurrent
    func run() async -> Int32 {
        let store: LedgerStore
        do {
            store = try await openStore()
        } catch {
            logger.critical("the store cannot be opened", metadata: ["error": "\(error)"])
            return ExitStatus.store
        }
        let snapshots = Task {
            await SnapshotSchedule(interval: snapshotInterval)
                .run(on: store) {
                    logger.error("a snapshot failed", metadata: ["error": "\($0)"])
                }
        }
        let status = await serve(store)
        snapshots.cancel()
        // Outside of the services, whose tasks may have been cancelled.
        do {
            try await store.close()
        } catch {
            logger.critical("the store cannot be closed", metadata: ["error": "\(error)"])
            return max(status, ExitStatus.failure)
        }
        return status
    }

    private func openStore() async throws(StoreError) -> LedgerStore {
        guard let directory else { return LedgerStore() }
        let (store, report) = try await LedgerStore.open(at: directory, options: files)
        for notice in report.notices { logger.notice("\(notice)") }
        return store
    }

    private func serve(_ store: LedgerStore) async -> Int32 {
        let progress = Progress()
        let (listening, continuation) = AsyncStream<Void>.makeStream()
        let server = await LedgerServer(
            options,
            keys: keys,
            service: LedgerService(store: store, clock: now.map { .fixed(at: $0) } ?? .system),
            logger: logger
        ) { address in
            StandardStream.output.write(address + "\n")
            progress.isListening.store(true, ordering: .relaxed)
            continuation.yield()
        }
        let prompt = hasPrompt ? await startPrompt(on: store, of: server, listening) : nil
        defer { prompt?.cancel() }
        var status = ExitStatus.success
        do {
            try await server.run()
        } catch  where progress.isListening.load(ordering: .relaxed) {
            logger.warning("requests were still open at the end", metadata: ["error": "\(error)"])
        } catch {
            logger.critical("cannot listen", metadata: ["error": "\(error)"])
            status = ExitStatus.failure
        }
        continuation.finish()
        await prompt?.value
        return status
    }

    /// Starts a prompt that begins when the server listens and ends the server when it is left.
    ///
    /// It returns when the prompt catches its signals, so that no one who has the address can end the program before.
    private func startPrompt(
        on store: LedgerStore,
        of server: LedgerServer,
        _ listening: AsyncStream<Void>
    ) async -> Task<Void, Never> {
        let (caught, continuation) = AsyncStream<Void>.makeStream()
        let prompt = Task {
            _ = await Console(consoleOptions)
                .run(on: store) {
                    continuation.finish()
                    return await listening.first { true } != nil
                }
            await server.stop()
        }
        for await _ in caught {}
        return prompt
    }

    private var consoleOptions: ConsoleOptions {
        var console = ConsoleOptions()
        console.now = now
        return console
    }
}
