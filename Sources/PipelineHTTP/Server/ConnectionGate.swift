// SPDX-License-Identifier: MIT

internal import NIOCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The outermost handler of a connection: lets no request in while an answer waits for its client, and drops a client
/// that takes nothing.
///
/// Requests that a client sends ahead stay bytes, and are read from the system no further, until what was asked
/// before is answered and the connection takes more.
final class ConnectionGate: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// The bytes that may wait here: more than one turn of reading brings, and all that a client can leave behind in
    /// the system when it ends its side.
    private static let heldBound = 256 * 1024

    /// The least bytes that are handed on of a body, which may be all line ends.
    ///
    /// Behind its end no more heads come in than these hold.
    private static let bodyPiece = 512

    private let requests: ProgressGuard
    private let patience: TimeAmount
    private var held = ByteBuffer()
    private var lines = EmptyLines()
    /// Whether bytes wait that were not handed on.
    var holdsMore: Bool { held.readableBytes > 0 }
    /// Whether bytes were handed on in this turn of reading.
    private var hasHandedOn = false
    /// Whether someone behind waits for bytes.
    private var wantsRead = false
    /// Whether the client has ended its side, which nobody behind knows yet.
    private var hasEnded = false
    /// The bytes of answers so far.
    private var answerBytes = 0
    private var stall: StallJudge
    private var check: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    /// Whether the last answer was written: whatever still comes is not read.
    private var isEnding = false
    /// Whether something came behind the last answer since that was looked at.
    private var hasHeard = false
    /// Ends the connection of a client that does not end its side.
    private var farewell: Scheduled<Void>?

    /// Makes the gate of a connection whose requests `requests` counts.
    init(before requests: ProgressGuard, patience: TimeAmount) {
        self.requests = requests
        self.patience = patience
        stall = StallJudge(patience: patience)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isEnding else {
            hasHeard = true
            return
        }
        var bytes = unwrapInboundIn(data)
        if held.readableBytes == 0 {
            held = bytes
        } else {
            held.writeBuffer(&bytes)
        }
        handOn(context)
        if held.readableBytes > Self.heldBound { drop(context.channel) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isEnding { context.read() }
        guard hasHandedOn else { return }
        hasHandedOn = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if held.readableBytes == 0 { context.read() } else { wantsRead = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if held.readableBytes > 0, case ChannelEvent.inputClosed? = event as? ChannelEvent {
            hasEnded = true
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        answerBytes &+= unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        if check == nil { scheduleCheck(context) }
        resume(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        context.fireChannelWritabilityChanged()
        if context.channel.isWritable { resume(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        held = ByteBuffer()
        check?.cancel()
        check = nil
        farewell?.cancel()
        farewell = nil
        context.fireChannelInactive()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output else {
            context.close(mode: mode, promise: promise)
            return
        }
        // A client that has ended its side may still take what was written: it is not ended before that.
        let written = context.eventLoop.makePromise(of: Void.self)
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in context.value.close(mode: .output, promise: promise) }
        context.value.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: written)
    }

    /// Hands on what may be handed on of the bytes that wait, and reads on when none are left.
    private func resume(_ context: ChannelHandlerContext) {
        guard held.readableBytes > 0 else { return }
        handOn(context)
        channelReadComplete(context: context)
        guard held.readableBytes == 0 else { return }
        if wantsRead {
            wantsRead = false
            context.read()
        }
        if hasEnded {
            hasEnded = false
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }

    /// Hands on bytes, up to one end of a head at a time: no request is parsed while another is open.
    private func handOn(_ context: ChannelHandlerContext) {
        while held.readableBytes > 0, takesMore(context.channel) {
            let bytes = held.readableBytesView
            var length = lines.lengthToFirst(in: bytes)
            while requests.isReading, length < min(Self.bodyPiece, bytes.count) {
                length += lines.lengthToFirst(in: bytes[(bytes.startIndex + length)...])
            }
            guard let bytes = held.readSlice(length: length) else { return }
            if held.readableBytes == 0 { held = ByteBuffer() }
            hasHandedOn = true
            context.fireChannelRead(wrapInboundOut(bytes))
        }
    }

    private func takesMore(_ channel: any Channel) -> Bool {
        requests.isReading || (requests.openCount == 0 && channel.isWritable)
    }
}

/// How a connection ends that has served its purpose.
extension ConnectionGate {
    /// The time without a word after which a client must have taken note of the end.
    private static var silence: TimeAmount { .seconds(1) }

    /// Ends our side when everything is sent, and reads past what the client still sends until it ends its own.
    ///
    /// Closing at once would make the system throw away an answer that is on its way, if the client sends more.
    func endSending() {
        guard !isEnding, let context else { return }
        isEnding = true
        held = ByteBuffer()
        wantsRead = false
        let ended = context.eventLoop.makePromise(of: Void.self)
        ended.futureResult.assumeIsolated().whenComplete { [self] _ in awaitFarewell(until: .now() + patience) }
        close(context: context, mode: .output, promise: ended)
        context.read()
    }

    /// Closes the connection when its client has been silent for a while, or has talked for too long.
    private func awaitFarewell(until deadline: NIODeadline) {
        guard let context, context.channel.isActive else { return }
        hasHeard = false
        farewell = context.eventLoop.assumeIsolated()
            .scheduleTask(in: Self.silence) { [self] in
                if hasHeard, .now() < deadline {
                    awaitFarewell(until: deadline)
                } else {
                    self.context?.close(promise: nil)
                }
            }
    }
}

/// What the client takes of its answers.
extension ConnectionGate {
    /// Looks again, ten times in the time that a client has, while there is something that it has not taken.
    private func scheduleCheck(_ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated()
            .scheduleTask(in: .nanoseconds(patience.nanoseconds / 10)) { [self] in
                check = nil
                guard context.channel.isActive else { return }
                let waiting = waitingBytes(context)
                switch stall.judge(taken: answerBytes &- waiting, waiting: waiting, now: .now()) {
                case .nothingWaits: break
                case .goesOn: scheduleCheck(context)
                case .stalled: drop(context.channel)
                }
            }
    }

    /// The bytes of answers that the client's system has not confirmed.
    private func waitingBytes(_ context: ChannelHandlerContext) -> Int {
        let options = context.channel.syncOptions
        let here = (try? options?.getOption(.bufferedWritableBytes)) ?? 0
        // The descriptor is open as long as its channel is active, and is only asked.
        let there = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            unconfirmedBytes(of: $0)
        }
        return here + (there.flatMap { $0 } ?? 0)
    }

    /// Closes the connection and tells the system not to keep what the client did not take.
    private func drop(_ channel: any Channel) {
        guard let options = channel as? any SocketOptionProvider else {
            channel.close(promise: nil)
            return
        }
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}

/// The bytes that were sent on a socket and that the other side's system has not confirmed.
private func unconfirmedBytes(of socket: NIOBSDSocket.Handle) -> Int {
    var count: Int32 = 0
    #if canImport(Darwin)
    var length = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(socket, SOL_SOCKET, SO_NWRITE, &count, &length) == 0 ? Int(count) : 0
    #else
    return ioctl(socket, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
    #endif
}
