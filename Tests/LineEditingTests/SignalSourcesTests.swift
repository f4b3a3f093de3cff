// SPDX-License-Identifier: MIT

import Foundation
import LineEditing
import TestSupport
import Testing

/// Signals that are caught from the first moment on.
@Suite("Signal sources", .serialized, .inTurn)
struct SignalSourcesTests {
    @Test("A signal that arrives as soon as the sources are there is caught", arguments: 1...20)
    func catchesAtOnce(_ round: Int) async {
        let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
        let sources = await SignalSources([SIGUSR1, SIGUSR2]) { continuation.yield($0) }
        kill(getpid(), round.isMultiple(of: 2) ? SIGUSR1 : SIGUSR2)
        var caught = signals.makeAsyncIterator()
        #expect(await caught.next() == (round.isMultiple(of: 2) ? SIGUSR1 : SIGUSR2))
        sources.cancel()
    }
}
