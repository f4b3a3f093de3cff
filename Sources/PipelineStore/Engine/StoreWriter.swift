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
    /// The store's directory; nil if nothing is there yet, and once closed.
    private(set) var directory: StoreDirectory?
    /// The file that carries the store's lock.
    private var lock: OpenFile?
    /// The journal that is being written; nil before the first change of this run.
    private var journal: JournalWriter?
    /// The highest generation on disk; 0 if there is none.
    private(set) var newestGeneration: UInt64 = 0
    /// The generation of the newest snapshot on disk.
    private var newestSnapshot: UInt64 = 0
    /// The snapshot of a generation whose journal could not be made yet.
    private var begun: SnapshotInfo?

    /// Makes the writer of a place that has no store yet.
    init(path: String, options: StoreFilesOptions, fileSystem: any FileSystem, identity: UUID? = nil) {
        self.path = path
        self.options = options
        self.fileSystem = fileSystem
        self.identity = identity ?? options.makeIdentity()
    }

    /// Makes the writer of a store that was found in a directory and locked.
    init(
        _ directory: StoreDirectory,
        lock: OpenFile?,
        identity: UUID?,
        newestGeneration: UInt64,
        newestSnapshot: UInt64,
        options: StoreFilesOptions
    ) {
        self.init(path: directory.path, options: options, fileSystem: directory.fileSystem, identity: identity)
        self.directory = directory
        self.lock = lock
        self.newestGeneration = newestGeneration
        self.newestSnapshot = newestSnapshot
    }

    /// The generation of the journal that is being written; 0 if there is none.
    var journalGeneration: UInt64 { journal?.generation ?? 0 }

    /// The length of the journal that is being written; 0 if there is none.
    var journalBytes: UInt64 { journal?.end ?? 0 }

    /// Closes everything and releases the lock.
    mutating func close() {
        journal?.close()
        journal = nil
        if let directory {
            if let lock { directory.fileSystem.close(lock) }
            directory.fileSystem.close(directory.handle)
        }
        lock = nil
        directory = nil
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

    /// Writes changes to the journal, and flushes them if asked to.
    mutating func write(_ changes: [JournalChange], flushing: Bool) throws(WriteFailure) {
        try journal?.write(changes[...], flushing: flushing)
    }

    /// Brings everything written to the disk.
    mutating func flush() throws(WriteFailure) {
        try journal?.flush()
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
        let header = try nextHeader(.snapshot, sequence: state.sequence)
        var journalHeader = header
        journalHeader.kind = .journal
        let info = try SnapshotFile.write(state, header, blockPayload: options.blockPayload, in: directory)
        newestGeneration = header.generation
        newestSnapshot = header.generation
        begun = info
        journal = try JournalWriter(creating: journalHeader, framePayload: options.framePayload, in: directory)
        begun = nil
        return info
    }

    /// Makes a journal of the next generation and writes to it from here on.
    mutating func switchGeneration(after sequence: UInt64) throws(WriteFailure) -> GenerationSwitch {
        guard let directory else { throw .refused(.storage("The store is closed.")) }
        if let journal, journal.isEmpty, journal.generation > newestSnapshot {
            return GenerationSwitch(generation: journal.generation, sequence: sequence)
        }
        // The old journal has to be whole on disk before there is a newer one.
        try journal?.flush()
        let header = try nextHeader(.journal, sequence: sequence)
        let next = try JournalWriter(creating: header, framePayload: options.framePayload, in: directory)
        journal?.close()
        journal = next
        newestGeneration = header.generation
        return GenerationSwitch(generation: header.generation, sequence: sequence)
    }

    /// Takes note of a durable snapshot.
    mutating func noteSnapshot(_ generation: UInt64) {
        newestSnapshot = max(newestSnapshot, generation)
    }

    private func nextHeader(_ kind: FileKind, sequence: UInt64) throws(WriteFailure) -> FileHeader {
        guard newestGeneration < StoreFileName.largestGeneration else {
            throw .refused(
                .storage("The store \(path) cannot grow: a file in it has the highest possible generation.")
            )
        }
        return FileHeader(kind: kind, generation: newestGeneration + 1, identity: identity, sequence: sequence)
    }
}

// MARK: - The directory

extension StoreWriter {
    /// Creates the directory unless it exists, takes its lock, and makes sure that there is no store in it.
    mutating func createDirectory() throws(WriteFailure) -> StoreDirectory {
        if let directory { return directory }
        let directory = try StoreDirectory.create(at: path, fileSystem: fileSystem)
        var lock: OpenFile?
        do throws(StoreError) {
            lock = try directory.lock()
            try makeVacant(directory)
        } catch {
            if let lock { fileSystem.close(lock) }
            fileSystem.close(directory.handle)
            throw WriteFailure(undone: error)
        }
        self.directory = directory
        self.lock = lock
        return directory
    }

    private func makeVacant(_ directory: StoreDirectory) throws(StoreError) {
        let listing = try directory.explaining { () throws(FileFailure) in try directory.listing() }
        guard listing.isVacant else { throw .storage("There is already a store at \(path).") }
        do {
            try directory.removeTemporaries(listing)
            try directory.tighten(listing)
        } catch {
            throw .storage("The store \(path) cannot be created: \(error).", isPassing: error.isPassing)
        }
    }
}
