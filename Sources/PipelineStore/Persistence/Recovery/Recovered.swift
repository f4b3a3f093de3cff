// SPDX-License-Identifier: MIT

/// What recovery found in a store.
struct Recovered<State: DurableState>: Sendable {
    /// A journal's end that was never acknowledged.
    struct Tail: Sendable {
        /// The journal.
        var name: StoreFileName
        /// Where the last whole change ends; nil where not even the header is whole.
        var end: UInt64?
        /// The length of the file.
        var size: UInt64
        /// How it shows.
        var damage: Damage
    }

    /// The state, as of the last change that is whole.
    var state: State
    /// The store's identity; nil where no header is whole.
    var identity: StoreIdentity?
    /// The snapshot that was used.
    var snapshot: SnapshotInfo?
    /// Newer snapshots that could not be.
    var damagedSnapshots: [Damage] = []
    /// How many changes were replayed from journals.
    var replayed: UInt64 = 0
    /// The length of the journals they came from.
    var journalBytes: UInt64 = 0
    /// The end of the last journal, where it was cut short.
    var tail: Tail?

    /// Whether the files are exactly what a clean end leaves behind, so that nothing has to be written anew.
    var isClean: Bool { replayed == 0 && tail == nil && damagedSnapshots.isEmpty && snapshot != nil }
}
