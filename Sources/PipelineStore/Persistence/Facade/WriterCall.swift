// SPDX-License-Identifier: MIT

/// When the journal's writer is to look at what is queued.
enum WriterCall: Comparable, Sendable {
    /// After a moment in which more may come: nobody waits yet.
    case soon
    /// At once: somebody waits, or there is enough for a frame.
    case now
}
