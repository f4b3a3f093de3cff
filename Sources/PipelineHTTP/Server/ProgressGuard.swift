// SPDX-License-Identifier: MIT

internal import NIOCore
internal import NIOHTTPTypes

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Closes a connection whose request does not arrive in time, or whose client does not read its answer.
///
/// An idle timeout is not enough: every byte that trickles in restarts it, and none runs while an answer is written.
final class ProgressGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let patience: TimeAmount
    private var reading: Scheduled<Void>?
    private var writing: Scheduled<Void>?
    /// The number of requests that are not yet answered in full.
    private var openCount = 0
    /// Whether a request's head was read, and its end not yet.
    private var isReading = false
    /// Whether the bytes of this turn had a part of a request in them.
    private var hasPart = false

    /// Makes a guard for one connection.
    init(patience: TimeAmount) {
        self.patience = patience
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasPart = true
        switch unwrapInboundIn(data) {
        case .head:
            openCount += 1
            isReading = true
        case .body: break
        case .end:
            isReading = false
            reading?.cancel()
            reading = nil
        }
        context.fireChannelRead(data)
    }

    /// Checks after every turn of reading whether a request has begun and not ended; most arrive in one turn.
    ///
    /// A turn that brought no part while nothing was open brought a piece of a head.
    func channelReadComplete(context: ChannelHandlerContext) {
        if reading == nil, isReading || (!hasPart && openCount == 0) { reading = scheduleClose(context) }
        hasPart = false
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { openCount -= 1 }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            writing?.cancel()
            writing = nil
        } else if writing == nil {
            writing = scheduleClose(context, drops: true)
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    /// Closes the channel later; `drops` tells the system not to keep what the client did not read.
    private func scheduleClose(_ context: ChannelHandlerContext, drops: Bool = false) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: patience) {
            guard drops, let options = channel as? any SocketOptionProvider else {
                channel.close(promise: nil)
                return
            }
            options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
        }
    }

    private func cancel() {
        reading?.cancel()
        writing?.cancel()
        reading = nil
        writing = nil
    }
}
