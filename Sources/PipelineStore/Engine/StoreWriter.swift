// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The disk's side of an open store: its directory, its lock, and the journal that is being written.
///
/// A value that one thread at a time may use; ``WriterLoop`` guards it.
struct StoreWriter {
    private let path: String
    private let options: StoreFilesOptions
    private let fileSystem: any FileSystem
    /// The identity of the store, which every file's header carries.
    let identity: UUID
    /// The store's lock and files; nil if nothing is there yet, and once closed.
    private var custody: StoreCustody?
    /// The journal that is being written; nil before the first change of this run.
    private var journal: JournalWriter?
    /// The highest generation on disk; 0 if there is none.
    private(set) var newestGeneration: UInt64 = 0
    /// The generation of the newest snapshot on disk.
    private var newestSnapshot: UInt64 = 0
    /// The snapshot of a generation whose journal could not be made yet.
    private var begun: SnapshotInfo?
    /// The newest journal of an earlier run.
    private var predecessor: Predecessor?

    /// Makes the writer of a place that has no store yet.
    init(path: String, options: StoreFilesOptions, fileSystem: any FileSystem, identity: UUID? = nil) {
        self.path = path
        self.options = options
        self.fileSystem = fileSystem
        self.identity = identity ?? options.makeIdentity()
    }

    /// Makes the writer of a store that was found in a directory, locked and read.
    init(
        _ custody: StoreCustody,
        _ recovered: Recovered<some DurableState>,
        newestGeneration: UInt64,
        options: StoreFilesOptions
    ) {
        let directory = custody.directory
        self.init(
            path: directory.path,
            options: options,
            fileSystem: directory.fileSystem,
            identity: recovered.identity
        )
        self.custody = custody
        self.newestGeneration = newestGeneration
        newestSnapshot = recovered.snapshot?.generation ?? 0
        predecessor = recovered.predecessor
    }

    /// The store's directory; nil if nothing is there yet, and once closed.
    var directory: StoreDirectory? { custody?.directory }

    /// The generation of the journal that is being written; 0 if there is none.
    var journalGeneration: UInt64 { journal?.generation ?? 0 }

    /// The length of the journal that is being written; 0 if there is none.
    var journalBytes: UInt64 { journal?.end ?? 0 }

    /// Closes everything and releases the lock.
    mutating func close() {
        journal?.close()
        journal = nil
        custody?.close()
        custody = nil
    }
}

// MARK: - Custody

extension StoreWriter {
    /// Makes sure that the lock, the directory and the newest files are in their places.
    ///
    /// - Throws: `displaced` if they are not.
    func verify() throws(WriteFailure) {
        try custody?.verify(journal)
    }

    /// Holds the newest snapshot of the store that was found.
    mutating func holdSnapshot() {
        custody?.holdSnapshot(newestSnapshot)
    }

    /// A directory of the files from which the last acknowledged state can be read, whatever became of their names.
    func openAgain() throws(SystemError) -> StoreDirectory? {
        try custody?.openAgain(journal)
    }
}

// MARK: - The journal

extension StoreWriter {
    /// Whether there is a journal to write to.
    var hasJournal: Bool { journal != nil }

    /// Makes the place for the first change: in an empty place the store itself, in a store at rest a new journal.
    ///
    /// - Returns: The empty store's first snapshot, if one was made.
    mutating func makeJournal<State: DurableState>(
        _ type: State.Type,
        after sequence: UInt64
    ) throws(WriteFailure) -> SnapshotInfo? {
        if newestGeneration > 0 {
            _ = try switchGeneration(after: sequence)
            return begun.take()
        }
        return try beginGeneration(State(), in: try createDirectory())
    }

    /// Writes changes to the journal, flushes them if asked to, and makes sure that they are where they will be looked
    /// for: only then they may be acknowledged.
    mutating func write(_ changes: [JournalChange], flushing: Bool) throws(WriteFailure) {
        guard let before = journal else { return }
        try custody?.verifySize(before)
        try journal?.write(changes[...], flushing: flushing)
        do {
            try verify()
        } catch {
            // If the system did not tell, nothing is lost: the changes go, and others may come.
            if case .displaced = error { throw error }
            try journal?.takeBack(to: before.mark)
            throw error
        }
    }

    /// Brings everything written to the disk.
    mutating func flush() throws(WriteFailure) {
        try journal?.flush()
        try verify()
    }
}

// MARK: - Generations

extension StoreWriter {
    /// Writes `state` as a new generation: first its snapshot, durably, then its journal.
    ///
    /// - Complexity: O(n)
    mutating func beginGeneration(
        _ state: some DurableState,
        in directory: StoreDirectory
    ) throws(WriteFailure) -> SnapshotInfo {
        try verify()
        let header = try nextHeader(.snapshot, sequence: state.sequence)
        let info = try SnapshotFile.write(state, header, blockPayload: options.blockPayload, in: directory)
        newestGeneration = header.generation
        newestSnapshot = header.generation
        begun = info
        holdSnapshot()
        journal = try JournalWriter(creating: header.of(.journal), framePayload: options.framePayload, in: directory)
        begun = nil
        return info
    }

    /// Makes a journal of the next generation and writes to it from here on.
    mutating func switchGeneration(after sequence: UInt64) throws(WriteFailure) -> GenerationSwitch {
        guard let directory else { throw .refused(.storage("The store is closed.")) }
        try verify()
        if let journal, journal.isEmpty, journal.generation > newestSnapshot {
            return GenerationSwitch(header: journal.snapshotHeader)
        }
        // The old journal has to be whole on disk before there is a newer one.
        try journal?.flush()
        let header = try nextHeader(.journal, sequence: sequence)
        let next = try JournalWriter(creating: header, framePayload: options.framePayload, in: directory)
        // Until the snapshot is there, the old journal is a part of the state.
        if let journal { custody?.hold(StoreFileName(.journal, journal.generation), journal.file) }
        journal = next
        newestGeneration = header.generation
        return GenerationSwitch(header: header.of(.snapshot))
    }

    /// Takes note of a durable snapshot.
    mutating func noteSnapshot(_ generation: UInt64) {
        newestSnapshot = max(newestSnapshot, generation)
        holdSnapshot()
    }

    private func nextHeader(_ kind: FileKind, sequence: UInt64) throws(WriteFailure) -> FileHeader {
        guard newestGeneration < StoreFileName.largestGeneration else {
            throw .refused(
                .storage("The store \(path) cannot grow: a file in it has the highest possible generation.")
            )
        }
        return FileHeader(
            kind: kind,
            generation: newestGeneration + 1,
            identity: identity,
            sequence: sequence,
            mark: options.makeMark(),
            predecessor: journal?.predecessor ?? predecessor
        )
    }
}

// MARK: - The directory

extension StoreWriter {
    /// Creates the directory unless it exists, takes its lock, and makes sure that there is no store in it.
    mutating func createDirectory() throws(WriteFailure) -> StoreDirectory {
        if let directory { return directory }
        let directory = try StoreDirectory.create(at: path, fileSystem: fileSystem)
        let custody: StoreCustody
        do throws(StoreError) {
            try directory.checkUse(try list(directory))
            custody = try StoreCustody(of: directory)
        } catch {
            fileSystem.close(directory.handle)
            throw WriteFailure(undone: error)
        }
        do throws(StoreError) {
            try makeVacant(directory)
        } catch {
            custody.close()
            throw WriteFailure(undone: error)
        }
        self.custody = custody
        return directory
    }

    private func list(_ directory: StoreDirectory) throws(StoreError) -> StoreListing {
        try directory.explaining { () throws(FileFailure) in try directory.listing() }
    }

    private func makeVacant(_ directory: StoreDirectory) throws(StoreError) {
        // Listed again: until the lock was ours, somebody else could change the files.
        let listing = try list(directory)
        try directory.checkUse(listing)
        guard listing.isVacant else { throw .storage("There is already a store at \(path).") }
        do {
            try directory.removeTemporaries(listing)
            try directory.tighten(listing)
        } catch {
            throw .storage("The store \(path) cannot be created: \(error).", isPassing: error.isPassing)
        }
    }
}
