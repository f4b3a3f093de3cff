// SPDX-License-Identifier: MIT

/// What a repair saved, and what it could not.
package struct RepairReport: Hashable, Sendable {
    /// The snapshot that was written to the new store.
    package var snapshot: SnapshotInfo
    /// The last change that was saved.
    package var sequence: UInt64
    /// The last change that the damaged files speak of; nil where they speak of none beyond what was saved.
    package var lastLost: UInt64?
    /// The damage that was found.
    package var damages: [Damage]
}
