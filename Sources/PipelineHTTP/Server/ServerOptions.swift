// SPDX-License-Identifier: MIT

/// How the server is started.
package struct ServerOptions: Sendable {
    /// Where it listens.
    package var host = "127.0.0.1"
    /// The port; 0 takes a free one.
    package var port = 8080
    /// What `iss` of a token must be, nil for any.
    package var issuer: String?
    /// The cookie that holds a session, nil for those of any project.
    package var cookieName: String?
    /// The platform's own token.
    package var ingestToken: IngestToken?
    /// The origins whose pages may read answers.
    package var origins: [String] = []
    /// Whether there are figures at `/metrics`.
    package var hasMetrics = false
    /// How much and how long a client may.
    package var bounds = RequestBounds()
    /// Whether the signals that end programs end the server; otherwise ``LedgerServer/stop()`` does.
    package var listensToSignals = true
    /// Reads the keys again when the process is told to by SIGHUP; nil where that is not listened to.
    package var reloadKeys: (@Sendable () throws -> TokenKeys)?

    /// Makes the usual options.
    package init() {}
}
