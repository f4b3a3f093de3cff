// SPDX-License-Identifier: MIT

internal import NIOCore

/// How much and how long a client may.
package struct RequestBounds: Sendable {
    /// The bytes of all header fields, and of the target.
    package var headerBytes = 32 * 1024
    /// The number of header fields.
    package var headerFields = 64
    /// The bytes of a body.
    package var bodyBytes = 1 << 20
    /// The bytes of a body of records.
    package var ingestBytes = 16 << 20
    /// The number of connections.
    package var connections = 1024
    /// The time in which nothing happens on a connection, a request is read, or a write makes no progress.
    package var patience = Duration.seconds(30)
    /// The time that open requests get when the server ends.
    package var farewell = Duration.seconds(10)

    /// Makes the usual bounds.
    package init() {}

    /// The patience as the event loops have it.
    var patienceAmount: TimeAmount { TimeAmount(patience) }
}
