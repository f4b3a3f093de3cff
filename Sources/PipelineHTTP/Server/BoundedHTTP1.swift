// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypesHTTP1
internal import PipelineAnswers

/// HTTP/1.1 on connections of which each can take only so much.
struct BoundedHTTP1: ServerChildChannel {
    /// A connection with what others see of it.
    struct Value: ServerChildChannelValue {
        fileprivate let inner: HTTP1Channel.Value
        fileprivate let connection: OpenConnection
        var channel: any Channel { inner.channel }
    }

    private let inner: HTTP1Channel
    private let bounds: RequestBounds
    private let table: ConnectionTable

    /// Makes a protocol that hands requests to a responder, on connections that are in a table.
    init(_ responder: @escaping HTTPChannelHandler.Responder, _ bounds: RequestBounds, _ table: ConnectionTable) {
        // A head beyond its bounds is read all the same, up to here, so that its client gets an answer that it can read.
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: bounds.headerBytes * Self.excess,
            maxHeaderListSize: bounds.headerBytes * Self.excess,
            maxHeaderFieldCount: bounds.headerFields * Self.excess
        )
        inner = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                idleTimeout: bounds.patienceAmount,
                httpDecoderConfiguration: decoder
            )
        )
        self.bounds = bounds
        self.table = table
    }

    /// How often the bounds of a head are read before reading ends.
    private static let excess = 4

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        inner.setup(channel: channel, logger: logger)
            .flatMapThrowing { [bounds, table] inner in
                let connection = OpenConnection(channel)
                let operations = channel.pipeline.syncOperations
                let requests = ProgressGuard(connection, patience: bounds.patienceAmount)
                let state = try operations.handler(type: HTTPConnectionStateHandler.self)
                try operations.addHandler(requests, position: .before(state))
                let gate = ConnectionGate(before: requests, patience: bounds.patienceAmount)
                try operations.addHandler(gate, position: .first)
                let codec = try operations.handler(type: HTTP1ToHTTPServerCodec.self)
                try operations.addHandler(ExchangeHandler(connection, gate, bounds), position: .before(codec))
                try bounds.apply(to: channel)
                table.add(connection, on: channel)
                return Value(inner: inner, connection: connection)
            }
    }

    func handle(value: Value, logger: Logger) async {
        await OpenConnection.$current.withValue(value.connection) {
            await inner.handle(value: value.inner, logger: logger)
        }
    }
}

extension RequestBounds {
    /// Bounds what waits for the client of a connection: here, and in the system.
    ///
    /// A piece goes to a connection that takes more, and so stands beside what waits already.
    fileprivate func apply(to channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        let piece = AnswerWriter.pieceLength
        let waiting = max(1, unreadBytes - piece)
        try options.setOption(.writeBufferWaterMark, value: .init(low: max(1, waiting / 2), high: waiting))
        // Linux keeps twice the number that it is given, for its own account of a buffer.
        try options.setOption(.socketOption(.so_sndbuf), value: .init(sendBufferBytes / 2))
    }
}
