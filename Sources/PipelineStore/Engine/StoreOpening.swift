// SPDX-License-Identifier: MIT

package import PipelineCore

/// A store that was opened: what it holds, how to keep it, and what opening it found.
package struct OpenedStore<State: DurableState>: Sendable {
    /// The state as of the last change that is whole.
    package let state: State
    /// The files that take the changes from here on.
    package let files: StoreFiles<State>
    /// What opening found and did.
    package let report: RecoveryReport
}

extension StoreFiles {
    /// Opens the store at `path`: takes its lock, finds the newest state, and makes the files ready for changes.
    ///
    /// An empty place stays empty until the first change. With ``StoreFilesOptions/readOnly`` nothing is locked and
    /// nothing changes on disk. Blocks while the disk works: run it on a thread of its own.
    ///
    /// - Complexity: O(n)
    /// - Throws: `storage` if the store is in use, damaged, or not ours; `notFound` if a store that is to be opened
    ///   read-only is not there.
    package static func open(
        at path: String,
        options: StoreFilesOptions,
        fileSystem: any FileSystem
    ) throws(StoreError) -> OpenedStore<State> {
        let opening = StoreOpening<State>(path: path, options: options, fileSystem: fileSystem)
        return options.readOnly ? try opening.openReadOnly() : try opening.openForChanges()
    }
}

/// The ways to open a store.
private struct StoreOpening<State: DurableState> {
    let path: String
    let options: StoreFilesOptions
    let fileSystem: any FileSystem

    func openForChanges() throws(StoreError) -> OpenedStore<State> {
        guard let directory = try StoreDirectory.find(at: path, fileSystem: fileSystem) else { return vacant }
        let custody: StoreCustody
        do throws(StoreError) {
            let listing = try list(directory)
            if listing.isVacant {
                try directory.checkUse(listing)
                fileSystem.close(directory.handle)
                return vacant
            }
            custody = try StoreCustody(of: directory)
        } catch {
            fileSystem.close(directory.handle)
            throw error
        }
        let listing: StoreListing
        let recovered: Recovered<State>
        do throws(StoreError) {
            // Listed again: until the lock was ours, somebody else could change the files.
            listing = try list(directory)
            recovered = try directory.explaining { () throws(FileFailure) in
                try Recovery<State>(directory: directory, listing: listing, progress: options.progress).run()
            }
        } catch {
            custody.close()
            throw error
        }
        let writer = StoreWriter(custody, recovered, newestGeneration: listing.newest, options: options)
        var preparation = Preparation(options: options, directory: directory, writer: writer, recovered: recovered)
        do throws(StoreError) {
            try preparation.makeReady(listing)
        } catch {
            preparation.close()
            throw error
        }
        return preparation.finish()
    }

    private func list(_ directory: StoreDirectory) throws(StoreError) -> StoreListing {
        try directory.explaining { () throws(FileFailure) in try directory.listing() }
    }

    private var vacant: OpenedStore<State> {
        let files = StoreFiles<State>(
            path: path,
            options: options,
            queue: WriteQueue(),
            writer: StoreWriter(path: path, options: options, fileSystem: fileSystem)
        )
        return OpenedStore(state: State(), files: files, report: RecoveryReport())
    }
}

// MARK: - Reading alone

extension StoreOpening {
    /// How often reading starts over because a writer changed the files underneath.
    private static var attempts: Int { 20 }

    /// Reads the store as it is at this moment, without a lock and without changing anything.
    func openReadOnly() throws(StoreError) -> OpenedStore<State> {
        guard let directory = try StoreDirectory.find(at: path, fileSystem: fileSystem) else {
            throw .notFound("There is no store at \(path).")
        }
        defer { fileSystem.close(directory.handle) }
        let recovered = try readUndisturbed(directory)
        var queue = WriteQueue<State>(
            sequence: recovered.state.sequence,
            condition: .readOnly,
            lastSnapshot: recovered.snapshot
        )
        queue.noteJournal(generation: 0, bytes: recovered.journalBytes)
        let files = StoreFiles(
            path: path,
            options: options,
            queue: queue,
            writer: StoreWriter(path: path, options: options, fileSystem: fileSystem, identity: recovered.identity)
        )
        return OpenedStore(
            state: recovered.state,
            files: files,
            report: RecoveryReport(damagedSnapshots: recovered.damagedSnapshots)
        )
    }

    /// Reads again if it fails while files come and go or grow; what fails the same way thrice is damaged.
    private func readUndisturbed(_ directory: StoreDirectory) throws(StoreError) -> Recovered<State> {
        var failures: [FileFailure] = []
        while true {
            do throws(FileFailure) {
                let listing = try directory.listing()
                guard !listing.isVacant else { throw .refused(file: directory.path, reason: "there is no store in it") }
                return try Recovery(directory: directory, listing: listing, progress: options.progress).run()
            } catch {
                if case .refused(directory.path, _) = error {
                    throw .notFound("There is no store at \(directory.path).")
                }
                failures.append(error)
                let isSteady = failures.count >= 3 && failures.suffix(3).allSatisfy { $0 == error }
                if isSteady || failures.count >= Self.attempts { throw directory.error(error) }
            }
        }
    }
}

// MARK: - Getting ready for changes

/// The steps between finding a state and taking changes, each safe to be the last.
private struct Preparation<State: DurableState> {
    private let options: StoreFilesOptions
    private let directory: StoreDirectory
    private let recovered: Recovered<State>
    private var writer: StoreWriter
    private var report: RecoveryReport
    private var snapshot: SnapshotInfo?
    /// Why there was no room to get ready; nil if there was.
    private var lackOfRoom: StoreError?

    init(
        options: StoreFilesOptions,
        directory: StoreDirectory,
        writer: StoreWriter,
        recovered: Recovered<State>
    ) {
        self.options = options
        self.directory = directory
        self.writer = writer
        self.recovered = recovered
        snapshot = recovered.snapshot
        report = RecoveryReport(damagedSnapshots: recovered.damagedSnapshots)
    }

    /// Makes the files fit for changes: what was found is written again, since the pages that were read may never
    /// have reached the disk, and only a new file is sure to.
    mutating func makeReady(_ listing: StoreListing) throws(StoreError) {
        do throws(SystemError) {
            try directory.tighten(listing)
            try directory.removeTemporaries(listing)
            // The newest snapshot may have its name in the cache alone.
            if recovered.isClean { try directory.flushNames() }
        } catch {
            guard error.isLackOfRoom else { throw .storage("The store \(directory.path) cannot be opened: \(error).") }
            stayFull("There is no room on the disk of the store \(directory.path): \(error).")
            return
        }
        guard !recovered.isClean else { return writer.holdSnapshot() }
        do throws(WriteFailure) {
            snapshot = try writer.beginGeneration(recovered.state, in: directory)
        } catch {
            guard case .noRoom(let reason) = error else { throw error.error }
            stayFull(reason.details)
            return
        }
        do throws(SystemError) {
            // Not before: until the new generation is durable, a cut that is lost again would make the tail look sound.
            try cutTail()
            try directory.moveAway(recovered.damagedSnapshots.map(\.file), to: &report.quarantined)
            try directory.prune(keeping: options.keep)
        } catch {
            // What is old is only in the way; if it cannot be put away for lack of something, it stays.
            guard error.isLackOfRoom || error.isPassing else {
                throw .storage("Old files of the store \(directory.path) cannot be moved or removed: \(error).")
            }
        }
    }

    /// Closes everything after a failure.
    mutating func close() {
        writer.close()
    }

    /// Makes the opened store from what was found and done.
    consuming func finish() -> OpenedStore<State> {
        var queue = WriteQueue<State>(
            sequence: recovered.state.sequence,
            condition: lackOfRoom.map { .full($0) } ?? .serving,
            needsGeneration: lackOfRoom != nil,
            lastSnapshot: snapshot
        )
        queue.noteJournal(generation: writer.journalGeneration, bytes: writer.journalBytes)
        let files = StoreFiles(path: directory.path, options: options, queue: queue, writer: writer)
        return OpenedStore(state: recovered.state, files: files, report: report)
    }

    private mutating func cutTail() throws(SystemError) {
        guard let tail = recovered.tail else { return }
        let copy = try directory.cut(tail.name, to: tail.end, size: tail.size)
        report.tornTail = tail.damage
        report.tornBytes = tail.size - (tail.end ?? 0)
        if let copy { report.quarantined.append(copy) }
    }

    private mutating func stayFull(_ sentence: String) {
        lackOfRoom = .storage("\(sentence) The store can be read; to change it, make room, then save or open it again.")
    }
}
