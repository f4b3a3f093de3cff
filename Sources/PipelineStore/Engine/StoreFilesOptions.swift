// SPDX-License-Identifier: MIT

package import PipelineCore

/// How a store is opened and kept.
package struct StoreFilesOptions: Sendable {
    /// Who does the work of writing.
    package enum Scheduling: Hashable, Sendable {
        /// Threads of the store's own.
        case threads
        /// Whoever calls ``StoreFiles/writePending()``: everything happens in a known order.
        case inline
    }

    /// When the journal reaches the disk.
    package var fsync: FsyncPolicy
    /// How many snapshots stay on disk, two at least.
    package var keep: Int
    /// Whether the store is opened read-only: no lock, no change on disk.
    package var readOnly: Bool
    /// Who does the work of writing.
    package var scheduling = Scheduling.threads
    /// The most bytes of changes in one frame.
    package var framePayload = 1 << 22
    /// The bytes of a snapshot under one checksum.
    package var blockPayload = 1 << 20
    /// Makes the identity of a new store.
    package var makeIdentity: @Sendable () -> UUID = {
        var generator = SystemRandomNumberGenerator()
        return UUID.random(using: &generator)
    }
    /// Makes the mark of a generation, which nobody else must make.
    package var makeMark: @Sendable () -> UInt64 = { UInt64.random(in: 1...(.max)) }
    /// Is told while a store is opened how many of its bytes have been read.
    package var progress: (@Sendable (_ done: UInt64, _ total: UInt64) -> Void)?

    /// Makes options from what a user chooses.
    package init(fsync: FsyncPolicy = .always, keep: Int = 3, readOnly: Bool = false) {
        self.fsync = fsync
        self.keep = max(2, keep)
        self.readOnly = readOnly
    }
}

/// When the journal reaches the disk.
package enum FsyncPolicy: String, Hashable, Sendable, CaseIterable {
    /// Before a change is acknowledged: a power cut loses nothing.
    case always
    /// Once a second: a power cut may lose the last second.
    case everySecond = "everysec"
    /// When the system likes, at a generation switch, and at the end.
    case never
}
