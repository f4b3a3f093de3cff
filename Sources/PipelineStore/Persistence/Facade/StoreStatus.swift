// SPDX-License-Identifier: MIT

package import PipelineCore

/// How a store is kept at this moment.
package struct StoreStatus: Hashable, Sendable {
    /// Where the store lives, as the user gave it.
    package var path: String
    /// Whether there is anything on disk yet.
    package var exists: Bool
    /// The generation of the journal that is written; 0 before the first change of this run.
    package var generation: UInt64
    /// The newest snapshot.
    package var lastSnapshot: SnapshotInfo?
    /// Why the latest try to write a snapshot failed; nil where it did not.
    package var snapshotFailure: StoreError?
    /// The length of the journal that is written.
    package var journalBytes: UInt64
    /// The last change that was handed over.
    package var sequence: UInt64
    /// The last change that is acknowledged.
    package var durableSequence: UInt64
    /// The last change that is known to be on disk: what a power cut would leave.
    package var flushedSequence: UInt64
    /// Whether changes are taken.
    package var condition: StoreCondition
    /// When the journal reaches the disk.
    package var fsync: FsyncPolicy
    /// What opening the store found and did.
    package var recovery: RecoveryReport

    /// How many changes the newest snapshot does not have.
    package var changesSinceSnapshot: UInt64 { sequence - min(sequence, lastSnapshot?.sequence ?? 0) }

    /// How many changes a power cut would take now.
    package var changesNotOnDisk: UInt64 { sequence - min(sequence, flushedSequence) }
    /// How many changes are not acknowledged yet.
    package var changesNotDurable: UInt64 { sequence - min(sequence, durableSequence) }
}
