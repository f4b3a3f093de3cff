// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Counts the requests of a connection that are not answered yet, and closes it if one does not arrive in time.
///
/// An idle timeout is not enough: every byte that trickles in restarts it.
final class ProgressGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let patience: TimeAmount
    /// What others see of the connection.
    private let connection: OpenConnection
    private var reading: Scheduled<Void>?
    /// The number of requests that are not yet answered in full.
    private(set) var openCount = 0
    /// Whether a request's head was read, and its end not yet.
    private(set) var isReading = false
    /// Whether a request has begun to arrive and has not arrived whole, be it a piece of its head.
    var isArriving: Bool { isReading || reading != nil }
    /// Whether the bytes of this turn had a part of a request in them.
    private var hasPart = false
    /// The number of pieces of answers that were handed on.
    private var pieceCount = 0

    /// Makes a guard for one connection.
    init(_ connection: OpenConnection, patience: TimeAmount) {
        self.connection = connection
        self.patience = patience
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasPart = true
        switch unwrapInboundIn(data) {
        case .head:
            openCount += 1
            isReading = true
            connection.setBusy()
        case .body: break
        case .end:
            isReading = false
            reading?.cancel()
            reading = nil
            if openCount == 0 { connection.setIdle() }
        }
        context.fireChannelRead(data)
    }

    /// Checks after every turn of reading whether a request has begun and not ended; most arrive in one turn.
    ///
    /// A turn that brought no part while nothing was open brought a piece of a head.
    func channelReadComplete(context: ChannelHandlerContext) {
        if reading == nil, isReading || (!hasPart && openCount == 0) {
            let channel = context.channel
            reading = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        }
        hasPart = false
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: context.write(data, promise: promise)
        case .body:
            pieceCount += 1
            context.write(data, promise: promise)
        case .end:
            // An answer to what is not HTTP has no request.
            openCount = max(0, openCount - 1)
            // The next request comes before this flush returns, and counts from here.
            connection.pace.setTakenCount(pieceCount)
            if openCount == 0, !isReading { connection.setIdle() }
            context.write(data, promise: promise)
        }
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        connection.pace.setTakenCount(pieceCount)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    private func cancel() {
        reading?.cancel()
        reading = nil
    }
}
