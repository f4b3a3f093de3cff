// SPDX-License-Identifier: MIT

internal import NIOCore

/// How the server is started.
package struct ServerOptions: Sendable {
    /// Where it listens.
    package var host = "127.0.0.1"
    /// The port; 0 takes a free one.
    package var port = 8080
    /// What `iss` of a token must be; nil for any.
    package var issuer: String?
    /// The cookie that holds a session; nil for those of any project.
    package var cookieName: String?
    /// The platform's own token.
    package var ingestToken: IngestToken?
    /// The origins whose pages may read answers.
    package var origins: [String] = []
    /// Whether `/metrics` is served.
    package var hasMetrics = false
    /// Whether the log has a line for every request.
    package var logsRequests = true
    /// What a client may take.
    package var bounds = RequestBounds()
    /// Where long answers go on that keep too much in memory: on a disk, `/tmp` may be memory.
    package var temporaryDirectory = "/var/tmp"
    /// How long requests are still taken when the server is told to end.
    package var drain = Duration.zero
    /// Whether the signals that end programs end the server; otherwise ``LedgerServer/stop()`` does.
    package var listensToSignals = true
    /// Where the project's public keys are; nil if they are only those that the server is started with.
    package var keySetAddress: KeySetAddress?
    /// Reads the keys again on SIGHUP; nil if the signal is not listened to.
    package var reloadKeys: (@Sendable () throws -> TokenKeys)?

    /// Makes the usual options.
    package init() {}
}

/// What a client may take: how much, and for how long.
package struct RequestBounds: Sendable {
    /// The bytes of all header fields, and of the target.
    package var headerBytes = 32 * 1024
    /// The number of header fields.
    package var headerFields = 64
    /// The bytes of a body.
    package var bodyBytes = 1 << 20
    /// The bytes of a body with records.
    package var ingestBytes = 16 << 20
    /// The number of connections.
    package var connections = 1024
    /// The bytes of a connection that the system keeps until its client takes them.
    package var sendBufferBytes = 256 * 1024
    /// The bytes of a connection's answers that wait for room in the system.
    package var unreadBytes = 64 * 1024
    /// The number of a user's long answers under way.
    package var longAnswersOfUser = 8
    /// The number of all long answers under way.
    package var longAnswers = 64
    /// The bytes that long answers may keep in memory beyond what is there without them.
    package var pinnedBytes = 256 << 20
    /// What part of the memory in use they may add to it, where that is more.
    package var pinnedPart = 0.25
    /// The time in which a request is read, or a write makes no progress.
    package var patience = Duration.seconds(30)
    /// The time in which nothing is asked on a connection: longer than that of the usual proxies, which is a minute.
    package var idle = Duration.seconds(75)
    /// The time that open requests get when the server ends.
    package var farewell = Duration.seconds(10)

    /// Makes the usual bounds.
    package init() {}

    /// The patience as the event loops have it.
    var patienceAmount: TimeAmount { TimeAmount(patience) }
}

extension ServerOptions {
    /// What long answers may take.
    var longAnswerBounds: LongAnswers.Bounds {
        LongAnswers.Bounds(
            countOfUser: bounds.longAnswersOfUser,
            count: bounds.longAnswers,
            pinnedBytes: bounds.pinnedBytes,
            pinnedPart: bounds.pinnedPart,
            directory: temporaryDirectory
        )
    }
}
