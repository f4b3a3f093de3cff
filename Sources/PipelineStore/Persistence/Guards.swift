// SPDX-License-Identifier: MIT

/// The precautions that keep a store whole, each of which tests take away to see that its loss is noticed.
package struct Guards: OptionSet, Hashable, Sendable {
    /// The options as bits.
    package let rawValue: UInt16

    /// Makes a set from its bits.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A frame is flushed before its changes are acknowledged.
    package static let journalFlush = Guards(rawValue: 1 << 0)
    /// A directory is flushed before a name in it is relied upon.
    package static let directoryFlush = Guards(rawValue: 1 << 1)
    /// A snapshot is flushed before it gets its name.
    package static let snapshotFlush = Guards(rawValue: 1 << 2)
    /// A flush that failed is never tried again.
    package static let noFlushRetry = Guards(rawValue: 1 << 3)
    /// Checksums are compared.
    package static let checksums = Guards(rawValue: 1 << 4)
    /// An old journal stays until a newer snapshot is durable.
    package static let keepOldJournal = Guards(rawValue: 1 << 5)
    /// What was found at the start is written anew, never appended to.
    package static let freshGeneration = Guards(rawValue: 1 << 6)
    /// At the start the snapshot is durable before its journal is made.
    package static let snapshotBeforeJournal = Guards(rawValue: 1 << 7)

    /// All precautions.
    package static let all = Guards(rawValue: (1 << 8) - 1)
}
