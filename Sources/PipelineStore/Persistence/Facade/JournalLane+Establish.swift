// SPDX-License-Identifier: MIT

internal import PipelineCore

extension JournalLane {
    /// Makes the place for the first change: in an empty place the store itself, in a store at rest a new journal.
    ///
    /// - Returns: the empty store's first snapshot, where one was made.
    mutating func establish<State: DurableState>(
        _ type: State.Type,
        at path: String,
        after sequence: UInt64,
        _ options: StoreFilesOptions,
        _ fileSystem: any FileSystem
    ) throws(WriteFailure) -> SnapshotInfo? {
        if journal != nil { return nil }
        if newest > 0 {
            _ = try rotate(after: sequence, options)
            return nil
        }
        let directory = try takePlace(at: path, options, fileSystem)
        return try beginGeneration(State(), options, in: directory)
    }

    /// Makes the directory where it is absent, takes its lock, and makes sure that there is no store in it.
    mutating func takePlace(
        at path: String,
        _ options: StoreFilesOptions,
        _ fileSystem: any FileSystem
    ) throws(WriteFailure) -> StoreDirectory {
        if let directory { return directory }
        let directory: StoreDirectory
        do {
            directory = try StoreDirectory.make(at: path, fileSystem: fileSystem)
        } catch {
            if case .system(let reason, let file) = error {
                throw WriteFailure(undone: reason, "The store cannot be made: \(file)")
            }
            throw .refused(.storage("The store \(path) cannot be made."))
        }
        var lock: OpenFile?
        do throws(StoreError) {
            lock = try directory.lock()
            let listing: StoreListing
            do {
                listing = try directory.listing()
            } catch {
                throw directory.error(error)
            }
            guard listing.isVacant else {
                throw .storage("There is a store at \(path) already, made meanwhile by another process or before.")
            }
            do {
                try directory.removeTemporaries(listing)
                try directory.tighten(listing)
            } catch {
                throw .storage("The store \(path) cannot be made: \(error).")
            }
        } catch {
            if let lock { fileSystem.close(lock) }
            fileSystem.close(directory.handle)
            throw .refused(error)
        }
        self.directory = directory
        self.lock = lock
        return directory
    }
}
