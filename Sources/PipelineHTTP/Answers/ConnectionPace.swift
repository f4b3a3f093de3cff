// SPDX-License-Identifier: MIT

internal import NIOCore
internal import Synchronization

/// How far the event loop of a connection is with the pieces of answers that it was handed.
///
/// A piece that is handed over waits for the loop, and only the loop says that the connection is full: without this, a
/// busy one would be handed a long answer whole.
final class ConnectionPace: Sendable {
    private let loop: any EventLoop
    private let count = Atomic(0)

    /// Makes the pace of a new connection.
    init(on loop: any EventLoop) {
        self.loop = loop
    }

    /// The number of pieces that the connection has taken so far.
    var takenCount: Int { count.load(ordering: .acquiring) }

    /// Says that the connection has taken so many pieces, and whether it is full now.
    func setTakenCount(_ number: Int) {
        count.store(number, ordering: .releasing)
    }

    /// Waits until the connection has taken so many pieces; on the loop, what is handed over is taken in order.
    func wait(forTaken number: Int) async throws {
        if takenCount < number { try await loop.submit {}.get() }
    }
}
