// SPDX-License-Identifier: MIT

internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// Reads the public keys again whenever the process gets a SIGHUP; keys that cannot be used change nothing.
struct KeyReloading: Service {
    let verifier: TokenVerifier
    let logger: Logger
    let readKeys: @Sendable () throws -> TokenKeys

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                verifier.replaceKeys(try readKeys())
                logger.info("the keys were read again")
            } catch {
                logger.error("the keys cannot be read; the old ones stay", metadata: ["error": "\(error)"])
            }
        }
    }
}
