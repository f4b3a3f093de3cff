// SPDX-License-Identifier: MIT

package import PipelineCore

extension StoreFiles {
    /// Writes the longest state that the files at `path` still give to a new store at `newPath`.
    ///
    /// The old store keeps every byte; nobody may have it open for changes.
    ///
    /// - Complexity: O(n) for each snapshot.
    /// - Throws: `notFound` where there is no store, `storage` where nothing of it is sound, or where `newPath` has a
    ///   store already or cannot be written.
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
        let listing: StoreListing
        do {
            listing = try directory.listing()
        } catch {
            throw directory.error(error)
        }
        guard !listing.isVacant else { throw .notFound("There is no store at \(directory.path).") }
        guard let find = Salvage<State>(directory, listing).run(), find.state.sequence > 0 else {
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
        var lane = JournalLane(identity: options.makeIdentity())
        defer { lane.close() }
        do throws(WriteFailure) {
            let directory = try lane.takePlace(at: path, options, fileSystem)
            return try lane.beginGeneration(state, options, in: directory)
        } catch {
            throw error.error
        }
    }
}
