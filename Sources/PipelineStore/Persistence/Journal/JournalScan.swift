// SPDX-License-Identifier: MIT

/// What reading a journal from front to back brought to light.
struct JournalScan: Sendable {
    /// How a journal ends.
    enum Ending: Hashable, Sendable {
        /// With a whole frame.
        case whole
        /// With bytes that were never acknowledged: a write cut short.
        case torn(Damage)
        /// Not by itself: bytes in it are not what was written.
        case damaged(Damage)
    }

    /// The journal's header; nil where it was never finished.
    var header: FileHeader?
    /// The length of the file.
    var size: UInt64 = 0
    /// Where the last whole change ends.
    var end: UInt64 = 0
    /// The last whole change.
    var sequence: UInt64 = 0
    /// The highest change that a sound frame after the damage speaks of.
    var lost: UInt64 = 0
    /// How the journal ends.
    var ending = Ending.whole
}
