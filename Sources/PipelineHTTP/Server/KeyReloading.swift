// SPDX-License-Identifier: MIT

internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// Reads the keys again on every SIGHUP; keys that cannot be used change nothing.
struct KeyReloading: Service {
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
