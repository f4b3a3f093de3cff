// SPDX-License-Identifier: MIT

package import PipelineCore

/// The work on a store that is not open: verifying it, and saving what is sound of it.
package enum StoreInspection {
    /// Reads every byte of a store and tells what it found; nothing is changed.
    ///
    /// - Throws: `StoreError` if there is no store, or its directory cannot be read.
    /// - Complexity: O(n)
    package static func check(_ directory: String) async throws(StoreError) -> StoreCheck {
        try await DedicatedThread.run { () throws(StoreError) in
            try StoreFiles<LedgerState>.check(at: directory, fileSystem: PosixFileSystem())
        }
    }

    /// Writes the longest state that is sound to a new store; the old one keeps every byte.
    ///
    /// - Throws: `StoreError` if nothing is sound, or the new store cannot be created.
    /// - Complexity: O(n)
    package static func repair(_ directory: String, to newDirectory: String) async throws(StoreError) -> RepairReport {
        try await DedicatedThread.run { () throws(StoreError) in
            try StoreFiles<LedgerState>.repair(at: directory, to: newDirectory, fileSystem: PosixFileSystem())
        }
    }
}
