// SPDX-License-Identifier: MIT

/// What a check found out about one file of a store.
package struct FileFinding: Hashable, Sendable {
    /// How a file was found.
    package enum Verdict: Hashable, Sendable {
        /// Every byte is what was written.
        case sound
        /// A journal whose last write was cut short; nothing in it was ever acknowledged.
        case torn(Damage)
        /// Bytes in it are not what was written.
        case damaged(Damage)
        /// It is not used as it is, for the reason given.
        case refused(String)
        /// A write that was not finished; the next start removes it.
        case unfinished
        /// Not ours; it is left alone.
        case foreign
    }

    /// The file's name.
    package var name: String
    /// The file's generation; nil where the name has none.
    package var generation: UInt64?
    /// The file's length in bytes; nil where it could not be told.
    package var bytes: UInt64?
    /// The changes in it, first and last: of a snapshot 0 and the last one; nil where there are none.
    package var changes: ClosedRange<UInt64>?
    /// How it was found.
    package var verdict: Verdict

    /// Whether the file shows that the disk or somebody changed what was written.
    package var isDamaged: Bool {
        switch verdict {
        case .damaged, .refused: true
        case .sound, .torn, .unfinished, .foreign: false
        }
    }
}
