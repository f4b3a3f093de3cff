// SPDX-License-Identifier: MIT

package import PipelineCore
internal import Synchronization

extension StoreFiles {
    /// Opens the store at `path`: takes its lock, finds the newest state, and makes the files ready for changes.
    ///
    /// An empty place stays empty until the first change. With ``StoreFilesOptions/readOnly`` nothing is locked and
    /// nothing changes on disk. Blocks while the disk works: run it on a thread of its own.
    ///
    /// - Complexity: O(n)
    /// - Throws: `storage` where the store is in use, damaged, or not ours; `notFound` where a store that is only to
    ///   be looked at is not there.
    package static func open(
        at path: String,
        options: StoreFilesOptions,
        fileSystem: any FileSystem
    ) throws(StoreError) -> OpenedStore<State> {
        let clock = ContinuousClock()
        let start = clock.now
        var opened =
            options.readOnly
            ? try openReadOnly(at: path, options, fileSystem) : try openForChanges(at: path, options, fileSystem)
        opened.report.duration = start.duration(to: clock.now)
        let report = opened.report
        opened.files.shared.withLock { $0.report = report }
        return opened
    }

    private static func openForChanges(
        at path: String,
        _ options: StoreFilesOptions,
        _ fileSystem: any FileSystem
    ) throws(StoreError) -> OpenedStore<State> {
        guard let directory = try StoreDirectory.find(at: path, fileSystem: fileSystem) else {
            return vacant(at: path, options, fileSystem)
        }
        var lock: OpenFile?
        do throws(StoreError) {
            if try list(directory).isVacant {
                fileSystem.close(directory.handle)
                return vacant(at: path, options, fileSystem)
            }
            lock = try directory.lock()
            // Listed again: until the lock was ours, somebody else could change the files.
            let listing = try list(directory)
            let recovered = try recover(directory, listing, options)
            let lane = JournalLane(
                directory: directory,
                lock: lock,
                identity: recovered.identity ?? options.makeIdentity(),
                newest: listing.newest,
                newestSnapshot: recovered.snapshot?.generation ?? 0
            )
            var opening = StoreOpening(options: options, directory: directory, lane: lane, recovered: recovered)
            try opening.makeReady(listing)
            return opening.finish(path, fileSystem)
        } catch {
            if let lock { fileSystem.close(lock) }
            fileSystem.close(directory.handle)
            throw error
        }
    }

    private static func list(_ directory: StoreDirectory) throws(StoreError) -> StoreListing {
        do {
            return try directory.listing()
        } catch {
            throw directory.error(error)
        }
    }

    private static func recover(
        _ directory: StoreDirectory,
        _ listing: StoreListing,
        _ options: StoreFilesOptions
    ) throws(StoreError) -> Recovered<State> {
        do {
            return try Recovery(directory: directory, listing: listing, progress: options.progress).run()
        } catch {
            throw directory.error(error)
        }
    }

    private static func vacant(
        at path: String,
        _ options: StoreFilesOptions,
        _ fileSystem: any FileSystem
    ) -> OpenedStore<State> {
        let state = State()
        let files = StoreFiles(
            path: path,
            options: options,
            fileSystem: fileSystem,
            lane: JournalLane(identity: options.makeIdentity()),
            shared: StoreShared(sequence: state.sequence)
        )
        return OpenedStore(state: state, files: files, report: RecoveryReport())
    }
}
