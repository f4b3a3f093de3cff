// SPDX-License-Identifier: MIT

import TestSupport

/// A directory for a server's store and keys, which is removed with its last reference.
final class ServerPlace: Sendable {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// The names of the snapshots in the store.
    var snapshots: [String] {
        ((try? directory.entries(of: "store")) ?? []).filter { $0.hasSuffix(".snapshot") }
    }

    /// The options that every server here has: its own store, the clock of the tokens, a free port.
    var options: [String] { ["--store", directory.file("store"), "--now", TestServer.now, "--port", "0"] }

    /// The options with the secret of the tokens in a file.
    func optionsWithSecret() throws -> [String] {
        options + ["--jwt-secret-file", try directory.write("secret", TokenMint.secret + [UInt8(ascii: "\n")])]
    }
}
