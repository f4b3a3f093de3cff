// SPDX-License-Identifier: MIT

internal import Hummingbird
internal import Logging

/// What a request brings along beside itself.
struct RequestScope: InitializableFromSource {
    /// Where to log what concerns the request.
    let logger: Logger

    /// Makes the scope of a request on a connection.
    init(source: ApplicationRequestContextSource) {
        logger = source.logger
    }
}
