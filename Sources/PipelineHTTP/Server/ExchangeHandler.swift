// SPDX-License-Identifier: MIT

internal import NIOCore
internal import NIOHTTP1

/// Asks the client of a connection for the body that it holds back until it is asked.
struct GoAhead {}

/// Holds messages and connections to what HTTP says of them: who may be kept waiting, which answer is the last one,
/// and how it is framed for whom.
///
/// The layer above knows requests alone. It never ends a connection that goes well: this does.
final class ExchangeHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What happens at the end of the answer that is being written.
    private enum Ending {
        case goesOn, isLast, hasEnded
    }

    private let connection: OpenConnection
    private let requests: ProgressGuard
    private let gate: ConnectionGate
    private let bounds: RequestBounds
    private let life: ServerLife
    private let table: ConnectionTable
    private let record: ExchangeRecord
    /// What the requests of this connection are called that have no other name, but for their numbers.
    private let name = String(UInt64.random(in: 0...(.max)), radix: 16)
    /// The address of the client.
    private var client = "-"
    /// The number of requests so far.
    private var count = 0
    /// The status of the answer that is being written; 0 if its head was not.
    private var status = 0
    /// The bytes of its body.
    private var byteCount = 0
    /// What a client is told of the time for which it may ask nothing; nil if that is less than a second.
    private let keepAlive: String?
    /// The requests that are not answered in full, oldest first.
    private var exchanges: CircularBuffer<Exchange> = []
    /// What stands for a request that could not be read, while it is answered.
    private var unread: Exchange?
    /// Whether something was read of the body of the request that is being read.
    private var hasBody = false
    /// Whether the client was told to go ahead with that body.
    private var wasAsked = false
    /// Whether what came could not be read, so that nothing can be read any more.
    private var hasFailed = false
    private var ending = Ending.goesOn
    /// Looks whether nothing was asked for too long; nil while something is.
    private var look: Scheduled<Void>?
    /// Ends the connection if nothing more is asked.
    private var parting: Scheduled<Void>?
    /// Whether the server takes no more requests.
    private var isQuiescing = false

    /// Makes the handler of a connection.
    ///
    /// - Parameters:
    ///   - connection: Where those who answer find what is known of the requests.
    ///   - requests: What counts the requests.
    ///   - gate: What ends the connection.
    ///   - bounds: The bounds of a head, and of the time for which nothing is asked.
    ///   - life: How long the server lives.
    ///   - table: How many connections there are.
    ///   - record: What is told of every request.
    init(
        _ connection: OpenConnection,
        _ requests: ProgressGuard,
        _ gate: ConnectionGate,
        _ bounds: RequestBounds,
        _ life: ServerLife,
        _ table: ConnectionTable,
        _ record: ExchangeRecord
    ) {
        self.connection = connection
        self.requests = requests
        self.gate = gate
        self.bounds = bounds
        self.life = life
        self.table = table
        self.record = record
        let seconds = bounds.idle.components.seconds
        keepAlive = seconds > 0 ? "timeout=\(seconds)" : nil
    }

    func handlerAdded(context: ChannelHandlerContext) {
        client = context.channel.remoteAddress?.ipAddress ?? "-"
        scheduleLook(context, in: TimeAmount(bounds.idle))
    }

    func channelInactive(context: ChannelHandlerContext) {
        requests.cancel()
        look?.cancel()
        parting?.cancel()
        (look, parting) = (nil, nil)
        // Whoever has gone gets no more of an answer that was begun.
        while let exchange = exchanges.popFirst() {
            finish(exchange, isWhole: false)
        }
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        isQuiescing = true
        if exchanges.isEmpty { part(context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What comes behind the last answer was not asked for by anyone who will read the answer.
        guard ending == .goesOn || requests.isReading else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            let exchange = Exchange(&head, bounds, ownID: nextName())
            begin(exchange)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body:
            hasBody = true
            requests.bodyWasRead()
            context.fireChannelRead(data)
        case .end:
            requests.endWasRead()
            context.fireChannelRead(data)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        requests.turnHasEnded(on: context.channel)
        context.fireChannelReadComplete()
    }

    /// Hands on that fields went beyond what is read at all as a request that says nothing else.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard ending == .goesOn else { return }
        hasFailed = true
        guard case .headerOverflow? = error as? HTTPParserError, !requests.isReading else {
            context.fireErrorCaught(error)
            return
        }
        begin(Exchange(fault: .fieldsTooLong, id: nextName()))
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: HTTPHeaders())
        context.fireChannelRead(wrapInboundOut(.head(head)))
        requests.endWasRead()
        context.fireChannelRead(wrapInboundOut(.end(nil)))
    }

    private func begin(_ exchange: Exchange) {
        exchanges.append(exchange)
        connection.add(exchange)
        requests.headWasRead()
        hasBody = false
        wasAsked = false
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is GoAhead else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        // Whoever has begun with the body does not wait.
        if requests.isReading, !hasBody, !wasAsked, exchanges.first?.waitsForGoAhead == true {
            wasAsked = true
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
        promise?.succeed()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            prepare(&head)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let piece):
            byteCount += piece.readableBytes
            requests.pieceIsWritten()
            context.write(data, promise: promise)
        case .end:
            // An answer without a length ends with an empty chunk, which must not follow a head that stands alone.
            let exchange = exchanges.popFirst() ?? unread ?? Exchange(fault: nil, id: nextName())
            unread = nil
            requests.answerHasEnded()
            finish(exchange, isWhole: true)
            if exchange.isForHead {
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: promise)
            } else {
                context.write(data, promise: promise)
            }
            if ending == .isLast { ending = .hasEnded }
        }
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        requests.piecesWereFlushed()
        if ending == .hasEnded {
            gate.endSending()
        } else if exchanges.isEmpty {
            if isQuiescing { part(context) }
            if look == nil { scheduleLook(context, in: TimeAmount(bounds.idle)) }
        }
    }

    /// Says in the head of an answer whether the connection goes on, and how the answer ends.
    private func prepare(_ head: inout HTTPResponseHead) {
        // An answer to what is not HTTP has no request.
        if exchanges.isEmpty { unread = Exchange(fault: nil, id: nextName()) }
        guard let exchange = exchanges.first ?? unread else { return }
        status = Int(head.status.code)
        head.headers.add(name: "X-Request-Id", value: exchange.id)
        // Only what speaks HTTP/1.0 needs to be told by the end where an answer without a length ends.
        let isFramed =
            !exchange.isOld || exchange.isForHead || head.status.hasNoBody
            || head.headers.contains(name: "content-length")
        let isLast =
            !exchange.keepsAlive || hasFailed || isLeftWaiting(by: exchange) || !isFramed
            || head.headers.contains(name: "connection")
            || ((life.isLeaving || table.isCrowded) && exchanges.count <= 1 && !gate.holdsMore)
        if exchange.isOld { head.version = .http1_0 }
        if isLast {
            ending = .isLast
            head.headers.replaceOrAdd(name: "Connection", value: "close")
        } else if exchange.isOld || keepAlive != nil {
            head.headers.add(name: "Connection", value: "keep-alive")
            if let keepAlive { head.headers.add(name: "Keep-Alive", value: keepAlive) }
        }
    }

    private func nextName() -> String {
        count += 1
        return "\(name)-\(count)"
    }

    /// Tells of a request that was answered, or cannot be any more.
    private func finish(_ exchange: Exchange, isWhole: Bool) {
        record.add(exchange, status: status, bytes: exchange.isForHead ? 0 : byteCount, isWhole, client: client)
        (status, byteCount) = (0, 0)
    }

    /// Whether a client will never know if it should have sent its body.
    private func isLeftWaiting(by exchange: Exchange) -> Bool {
        exchange.waitsForGoAhead && exchanges.count == 1 && requests.isReading && !hasBody && !wasAsked
    }
}

/// The end of a connection on which nothing is asked any more.
extension ExchangeHandler {
    /// What is added to the time for which nothing may be asked: a client that keeps to it is never too late.
    private static var grace: TimeAmount { .seconds(1) }
    /// The time for which a request that is on its way is waited for.
    private static var pause: TimeAmount { .milliseconds(50) }
    /// How often the rest of a head that has begun to arrive is waited for when the server ends.
    private static var pauses: Int { 20 }

    private var isQuiet: Bool { exchanges.isEmpty && !requests.isArriving && !gate.holdsMore }

    private func scheduleLook(_ context: ChannelHandlerContext, in time: TimeAmount) {
        look = context.eventLoop.assumeIsolated()
            .scheduleTask(in: time + Self.grace) { [self] in
                look = nil
                guard ending == .goesOn, isQuiet, let idle = connection.idleTime else { return }
                let limit = TimeAmount(bounds.idle)
                // Only who has had the grace too since the last answer is late: a look may come at any time after it.
                if idle >= limit + Self.grace { part(context) } else { scheduleLook(context, in: limit - idle) }
            }
    }

    /// Ends the connection, unless a request is on its way that came too early to be refused.
    private func part(_ context: ChannelHandlerContext, pausesLeft: Int = pauses) {
        guard parting == nil, ending == .goesOn else { return }
        parting = context.eventLoop.assumeIsolated()
            .scheduleTask(in: Self.pause) { [self] in
                parting = nil
                guard ending == .goesOn, exchanges.isEmpty, context.channel.isActive else { return }
                if isQuiet || (isQuiescing && pausesLeft == 0) {
                    ending = .hasEnded
                    gate.endSending()
                } else if isQuiescing {
                    part(context, pausesLeft: pausesLeft - 1)
                }
            }
    }
}

extension HTTPResponseStatus {
    /// Whether no body follows, whatever the fields say.
    fileprivate var hasNoBody: Bool { self == .noContent || self == .notModified }
}
