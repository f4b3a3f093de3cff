// SPDX-License-Identifier: MIT

import LineEditing
import TerminalTestSupport
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Signals that are caught from the first moment on.
@Suite("Signal sources", .serialized, .timeLimit(.minutes(1 * Patience.factor)))
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
