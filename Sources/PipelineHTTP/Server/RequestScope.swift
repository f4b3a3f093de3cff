// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import Logging
internal import NIOCore

/// What a request brings along beside itself.
struct RequestScope: InitializableFromSource {
    /// Where to log what concerns the request.
    let logger: Logger
    /// What moves the bytes of the connection.
    let loop: any EventLoop

    /// Makes the scope of a request on a connection.
    init(source: ApplicationRequestContextSource) {
        logger = source.logger
        loop = source.channel.eventLoop
    }
}
