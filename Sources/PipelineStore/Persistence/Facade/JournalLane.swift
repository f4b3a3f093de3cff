// SPDX-License-Identifier: MIT

internal import PipelineCore

/// What only the holder of the lane's lock may touch: the directory, the store's lock and the journal's end.
struct JournalLane {
    /// The store's directory; nil where nothing is there yet.
    var directory: StoreDirectory?
    /// The file that carries the store's lock.
    var lock: OpenFile?
    /// The journal that is written; nil before the first change of this run.
    var journal: JournalWriter?
    /// The store's identity.
    var identity: StoreIdentity
    /// The highest generation on disk.
    var newest: UInt64 = 0
    /// The generation of the newest snapshot on disk.
    var newestSnapshot: UInt64 = 0

    /// Makes the header of a file of the next generation.
    mutating func nextHeader(_ kind: FileKind, sequence: UInt64) throws(WriteFailure) -> FileHeader {
        guard newest < StoreFileName.largestGeneration else {
            throw .refused(.storage("The store's generations are used up: a file has the last possible name."))
        }
        return FileHeader(kind: kind, generation: newest + 1, identity: identity, sequence: sequence)
    }

    /// Writes `state` as a new generation: first its snapshot, durably, then its journal.
    ///
    /// - Complexity: O(n)
    mutating func beginGeneration(
        _ state: some DurableState,
        _ options: StoreFilesOptions,
        in directory: StoreDirectory
    ) throws(WriteFailure) -> SnapshotInfo {
        let header = try nextHeader(.snapshot, sequence: state.sequence)
        var journalHeader = header
        journalHeader.kind = .journal
        let info = try SnapshotFile.write(state, header, blockPayload: options.blockPayload, in: directory)
        newest = header.generation
        newestSnapshot = header.generation
        journal = try JournalWriter(creating: journalHeader, framePayload: options.framePayload, in: directory)
        return info
    }

    /// Makes a journal of the next generation and writes to it from here on.
    mutating func rotate(after sequence: UInt64, _ options: StoreFilesOptions) throws(WriteFailure) -> Rotation {
        guard let directory else { throw .refused(.storage("The store is closed.")) }
        if let journal, journal.isEmpty, journal.generation > newestSnapshot {
            return Rotation(generation: journal.generation, sequence: sequence)
        }
        // The old journal has to be whole on disk before there is a newer one.
        try journal?.flush()
        let header = try nextHeader(.journal, sequence: sequence)
        let next = try JournalWriter(creating: header, framePayload: options.framePayload, in: directory)
        journal?.close()
        journal = next
        newest = header.generation
        return Rotation(generation: header.generation, sequence: sequence)
    }

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
