// SPDX-License-Identifier: MIT

internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Leaves of `Connection` what the layer above knows: `close`, or nothing.
///
/// That layer compares the whole value as a string with `close`: this takes milliseconds for a value made for it, and
/// misses `Close` and lists.
final class ConnectionFieldHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.headerFields.contains(.connection) else {
            context.fireChannelRead(data)
            return
        }
        var work = ByteWork()
        let values = head.headerFields[values: .connection].map { Array($0.utf8) }
        head.headerFields[.connection] = ConnectionOptions.hold("close", in: values, &work) ? "close" : nil
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
