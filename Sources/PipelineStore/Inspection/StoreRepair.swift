// SPDX-License-Identifier: MIT

package import PipelineCore

/// What a repair saved, and what it could not.
package struct RepairReport: Hashable, Sendable {
    /// The snapshot that was written to the new store.
    package var snapshot: SnapshotInfo
    /// The last change that was saved.
    package var sequence: UInt64
    /// The last change that the damaged files speak of; nil if they speak of none beyond what was saved.
    package var lastLost: UInt64?
    /// The damage that was found.
    package var damages: [Damage]
}

extension StoreFiles {
    /// Writes the longest state that the files at `path` still give to a new store at `newPath`.
    ///
    /// The old store keeps every byte; it must not be open for changes.
    ///
    /// - Complexity: O(n)
    /// - Throws: `notFound` if there is no store, `storage` if nothing of it is sound, or if `newPath` has a store
    ///   already or cannot be written.
    package static func repair(
        at path: String,
        to newPath: String,
        options: StoreFilesOptions = StoreFilesOptions(),
        fileSystem: any FileSystem
    ) throws(StoreError) -> RepairReport {
        guard let directory = try StoreDirectory.find(at: path, fileSystem: fileSystem) else {
            throw .notFound("There is no store at \(path).")
        }
        defer { fileSystem.close(directory.handle) }
        let lock = try directory.lockForReading()
        defer { if let lock { fileSystem.close(lock) } }
        let find = try salvage(directory)
        let snapshot = try write(find.state, to: newPath, options, fileSystem)
        return RepairReport(
            snapshot: snapshot,
            sequence: find.state.sequence,
            lastLost: find.mentioned > find.state.sequence ? find.mentioned : nil,
            damages: find.damages
        )
    }

    private static func salvage(_ directory: StoreDirectory) throws(StoreError) -> Salvage<State>.Find {
        let listing = try directory.explaining { () throws(FileFailure) in try directory.listing() }
        guard !listing.isVacant else { throw .notFound("There is no store at \(directory.path).") }
        let find = try directory.explaining { () throws(FileFailure) in
            var salvage = try Salvage<State>(directory, listing)
            return try salvage.run()
        }
        guard let find, find.state.sequence > 0 else {
            throw .storage("Nothing in the store \(directory.path) is sound.")
        }
        return find
    }

    private static func write(
        _ state: State,
        to path: String,
        _ options: StoreFilesOptions,
        _ fileSystem: any FileSystem
    ) throws(StoreError) -> SnapshotInfo {
        var writer = StoreWriter(path: path, options: options, fileSystem: fileSystem)
        defer { writer.close() }
        do throws(WriteFailure) {
            let directory = try writer.createDirectory()
            return try writer.beginGeneration(state, in: directory)
        } catch {
            throw error.error
        }
    }
}
