// SPDX-License-Identifier: MIT

internal import NIOCore

/// Counts the requests of a connection that are not answered yet, and closes it if one does not arrive in time.
///
/// An idle timeout is not enough: every byte that trickles in restarts it.
final class ProgressGuard {
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

    /// Notes that a request's head was read.
    func headWasRead() {
        hasPart = true
        openCount += 1
        isReading = true
        connection.setBusy()
    }

    /// Notes that a piece of a request's body was read.
    func bodyWasRead() { hasPart = true }

    /// Notes that a request was read to its end.
    func endWasRead() {
        hasPart = true
        isReading = false
        cancel()
        if openCount == 0 { connection.setIdle() }
    }

    /// Checks after every turn of reading whether a request has begun and not ended; most arrive in one turn.
    ///
    /// A turn that brought no part while nothing was open brought a piece of a head.
    func turnHasEnded(on channel: any Channel) {
        if reading == nil, isReading || (!hasPart && openCount == 0) {
            reading = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        }
        hasPart = false
    }

    /// Notes that a piece of an answer is handed on.
    func pieceIsWritten() { pieceCount += 1 }

    /// Notes that an answer has come to its end, also one to what is not HTTP and has no request.
    func answerHasEnded() {
        openCount = max(0, openCount - 1)
        // The next request comes before this flush returns, and counts from here.
        connection.pace.setTakenCount(pieceCount)
        if openCount == 0, !isReading { connection.setIdle() }
    }

    /// Notes that what was handed on went to the connection.
    func piecesWereFlushed() { connection.pace.setTakenCount(pieceCount) }

    /// Waits for nothing any more.
    func cancel() {
        reading?.cancel()
        reading = nil
    }
}
