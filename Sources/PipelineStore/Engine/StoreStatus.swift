// SPDX-License-Identifier: MIT

package import PipelineCore

/// How a store is kept at this moment.
package struct StoreStatus: Hashable, Sendable {
    /// The generation of the journal that is being written; 0 before the first change of this run.
    package var generation: UInt64
    /// The newest snapshot.
    package var lastSnapshot: SnapshotInfo?
    /// Why the latest attempt to write a snapshot failed; nil if it did not.
    package var snapshotFailure: StoreError?
    /// The length of the journal that is being written.
    package var journalBytes: UInt64
    /// The last change that was handed over.
    package var sequence: UInt64
    /// The last change that is known to be on disk: what a power cut would leave.
    package var flushedSequence: UInt64
    /// Whether changes are taken.
    package var condition: StoreCondition
    /// When the journal reaches the disk.
    package var fsync: FsyncPolicy

    /// How many changes the newest snapshot does not have.
    package var changesSinceSnapshot: UInt64 { sequence - min(sequence, lastSnapshot?.sequence ?? 0) }

    /// How many changes a power cut would take now.
    package var changesNotOnDisk: UInt64 { sequence - min(sequence, flushedSequence) }
}

/// Whether a store takes changes, and if not, why.
package enum StoreCondition: Hashable, Sendable {
    /// Changes are taken.
    case serving
    /// There is no room; changes are taken again when there is.
    case full(StoreError)
    /// A write or a flush failed in a way that leaves it unknown what the disk holds: no change until the store is
    /// opened again.
    case failed(StoreError)
    /// The store's lock, its directory or one of its newest files is gone or was replaced: no change until the store
    /// is opened again, wherever it is then.
    case displaced(StoreError)
    /// The store was opened read-only.
    case readOnly
    /// The store was closed.
    case closed

    /// The condition's name, as answers give it.
    package var name: String {
        switch self {
        case .serving: "serving"
        case .full: "full"
        case .failed: "failed"
        case .displaced: "displaced"
        case .readOnly: "read-only"
        case .closed: "closed"
        }
    }

    /// What went wrong; nil if nothing did.
    package var error: StoreError? {
        switch self {
        case .full(let error), .failed(let error), .displaced(let error): error
        case .serving, .readOnly, .closed: nil
        }
    }

    /// Why a change is refused; nil if it is not.
    package var refusal: StoreError? {
        switch self {
        case .serving: nil
        case .full(let error), .failed(let error), .displaced(let error): error
        case .readOnly: .storage("The store is open read-only.")
        case .closed: .storage("The store is closed.")
        }
    }

    /// Whether something went wrong after which no change is taken until the store is opened again.
    package var isFailure: Bool {
        switch self {
        case .failed, .displaced: true
        case .serving, .full, .readOnly, .closed: false
        }
    }
}
