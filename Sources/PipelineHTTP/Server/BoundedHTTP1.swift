// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypesHTTP1
internal import PipelineAnswers
internal import Synchronization

/// HTTP/1.1 on connections of which each can take only so much.
struct BoundedHTTP1: ServerChildChannel {
    /// A connection with what others see of it.
    ///
    /// One that came while the server ends may never be handled. It has to be finished all the same: what writes to it
    /// traps if it is let go before.
    final class Value: ServerChildChannelValue {
        fileprivate let inner: HTTP1Channel.Value
        fileprivate let connection: OpenConnection
        private let isHandled = Atomic(false)
        var channel: any Channel { inner.channel }

        fileprivate init(_ inner: HTTP1Channel.Value, _ connection: OpenConnection) {
            self.inner = inner
            self.connection = connection
        }

        fileprivate func handle() { isHandled.store(true, ordering: .relaxed) }

        deinit {
            guard !isHandled.load(ordering: .relaxed) else { return }
            Task { [inner] in try? await inner.executeThenClose { _, _ in } }
        }
    }

    private let inner: HTTP1Channel
    private let bounds: RequestBounds
    private let table: ConnectionTable
    private let life: ServerLife
    private let record: ExchangeRecord

    /// Makes a protocol that hands requests to a responder, on connections that are in a table, while a server lives.
    init(
        _ responder: @escaping HTTPChannelHandler.Responder,
        _ bounds: RequestBounds,
        _ table: ConnectionTable,
        _ life: ServerLife,
        _ record: ExchangeRecord
    ) {
        // A head beyond its bounds is read all the same, up to here, so that its client gets an answer that it can read.
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: bounds.headerBytes * Self.excess,
            maxHeaderListSize: bounds.headerBytes * Self.excess,
            maxHeaderFieldCount: bounds.headerFields * Self.excess
        )
        inner = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                httpDecoderConfiguration: decoder
            )
        )
        self.life = life
        self.record = record
        self.bounds = bounds
        self.table = table
    }

    /// How often the bounds of a head are read before reading ends.
    private static let excess = 4

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        inner.setup(channel: channel, logger: logger)
            .flatMapThrowing { [bounds, table, life, record] inner in
                let connection = OpenConnection(channel)
                let operations = channel.pipeline.syncOperations
                let requests = ProgressGuard(connection, patience: bounds.patienceAmount)
                let gate = ConnectionGate(before: requests, patience: bounds.patienceAmount)
                try operations.addHandler(gate, position: .first)
                let codec = try operations.handler(type: HTTP1ToHTTPServerCodec.self)
                let exchanges = ExchangeHandler(connection, requests, gate, bounds, life, table, record)
                try operations.addHandler(exchanges, position: .before(codec))
                try bounds.apply(to: channel)
                table.add(connection, on: channel)
                return Value(inner, connection)
            }
    }

    func handle(value: Value, logger: Logger) async {
        value.handle()
        await OpenConnection.$current.withValue(value.connection) {
            await inner.handle(value: value.inner, logger: logger)
        }
    }
}

extension RequestBounds {
    /// The most bytes that are read from the system at a time.
    private static let longestRead = 16 * 1024
    /// How often a connection is read before others have their turn: with more, and longer ones, 800 bodies that come at
    /// once let others wait for three times as long, and a body of 10 MB takes as long as before.
    private static let readsInTurn: UInt = 1

    /// Bounds what waits for the client of a connection: here, and in the system.
    ///
    /// A piece goes to a connection that takes more, and so stands beside what waits already.
    fileprivate func apply(to channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        let piece = AnswerWriter.pieceLength
        let waiting = max(1, unreadBytes - piece)
        try options.setOption(.writeBufferWaterMark, value: .init(low: max(1, waiting / 2), high: waiting))
        // A connection keeps the buffers of a turn of reading for its next one: 256 KiB, unless that is bounded.
        let allocator = AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: Self.longestRead)
        try options.setOption(.recvAllocator, value: allocator)
        try options.setOption(.maxMessagesPerRead, value: Self.readsInTurn)
        // Linux keeps twice the number that it is given, for its own account of a buffer.
        try options.setOption(.socketOption(.so_sndbuf), value: .init(sendBufferBytes / 2))
    }
}
