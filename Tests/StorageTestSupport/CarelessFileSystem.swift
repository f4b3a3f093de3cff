// SPDX-License-Identifier: MIT

package import PipelineStore
internal import Synchronization

/// A file system that takes away one of the precautions that keep a store whole, behind the store's back.
///
/// Whoever removes a precaution from the store's code does to the disk what this does to it. Tests let a store live on
/// such a file system to see that the loss of each precaution is noticed.
package final class CarelessFileSystem: FileSystem {
    /// What is done wrong.
    package enum Fault: String, Hashable, Sendable, CaseIterable {
        /// A journal is not flushed before its changes are acknowledged.
        case journalNotFlushed
        /// A directory is not flushed before a name in it is relied upon.
        case directoryNotFlushed
        /// A snapshot is not flushed before it gets its name.
        case snapshotNotFlushed
        /// A flush that failed is tried again, and the second result is believed.
        case failedFlushRetried
        /// Checksums are not compared: every one of them fits.
        case checksumsIgnored
        /// An old journal goes when a new one is made, before the snapshot that replaces it is there.
        case oldJournalRemovedFirst
        /// What was found at the start is not written anew: its pages may never have reached the disk.
        case stateNotRewritten
        /// At the start the journal of a new generation is durable before its snapshot has its name.
        case journalBeforeSnapshot
    }

    /// A snapshot whose new name is held back until its journal is durable.
    private struct HeldRename {
        var from: String
        var name: StoreFileName
        var directory: OpenFile
        var isJournalMade = false
    }

    private struct Memory {
        var names: [Int32: String] = [:]
        var heldRename: HeldRename?
    }

    private let base: any FileSystem
    private let fault: Fault
    private let memory = Mutex(Memory())

    /// Makes a file system that does everything as `base` does it, but for the fault.
    package init(_ base: any FileSystem, _ fault: Fault) {
        self.base = base
        self.fault = fault
    }

    private func name(of file: OpenFile) -> String { memory.withLock { $0.names[file.number] ?? "" } }
}

// MARK: - Calls that are done wrong

extension CarelessFileSystem {
    package func flush(_ file: OpenFile, _ kind: FlushKind) throws(SystemError) {
        switch fault {
        case .journalNotFlushed where StoreFileName(name(of: file))?.kind == .journal: return
        case .directoryNotFlushed where kind == .directory: return
        case .snapshotNotFlushed where name(of: file).hasSuffix(".snapshot.tmp"): return
        case .failedFlushRetried:
            do {
                try base.flush(file, kind)
            } catch {
                guard !error.isInterruption else { throw error }
                try base.flush(file, kind)
            }
        default:
            try base.flush(file, kind)
            if kind == .directory { try renameAfterJournal() }
        }
    }

    package func read(
        _ file: OpenFile,
        into bytes: UnsafeMutableRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int {
        guard fault == .checksumsIgnored, let name = StoreFileName(name(of: file)) else {
            return try base.read(file, into: bytes, at: offset)
        }
        let size = try base.uninterrupted { () throws(SystemError) in try base.status(of: file).size }
        let found = try base.readFully(file, count: Int(clamping: size), at: 0)
        let rest = FittingChecksums.set(in: found, of: name.kind).dropFirst(Int(clamping: offset)).prefix(bytes.count)
        bytes.copyBytes(from: rest)
        return rest.count
    }

    package func open(_ name: String, in directory: OpenFile, _ mode: OpenMode) throws(SystemError) -> OpenFile {
        let isNewJournal = mode == .create && StoreFileName(name)?.kind == .journal
        if isNewJournal, fault == .oldJournalRemovedFirst { removeJournal(before: name, in: directory) }
        do {
            let file = try base.open(name, in: directory, mode)
            memory.withLock { memory in
                memory.names[file.number] = name
                if isNewJournal { memory.heldRename?.isJournalMade = true }
            }
            return file
        } catch {
            if isNewJournal, !error.isInterruption {
                memory.withLock { $0.heldRename?.isJournalMade = true }
                try renameAfterJournal()
            }
            throw error
        }
    }

    package func rename(
        _ name: String,
        in directory: OpenFile,
        to newName: String,
        in newDirectory: OpenFile
    ) throws(SystemError) {
        guard fault == .stateNotRewritten || fault == .journalBeforeSnapshot,
            let snapshot = StoreFileName(newName), isOfStart(snapshot, in: newDirectory)
        else { return try base.rename(name, in: directory, to: newName, in: newDirectory) }
        if fault == .stateNotRewritten {
            try base.remove(name, in: directory)
        } else {
            let held = HeldRename(from: name, name: snapshot, directory: directory)
            memory.withLock { $0.heldRename = held }
        }
    }

    /// Whether a snapshot is written at a start: while a store is running its journal comes first.
    private func isOfStart(_ name: StoreFileName, in directory: OpenFile) -> Bool {
        let journals = storeFiles(in: directory).filter { $0.kind == .journal }.map(\.generation)
        return name.kind == .snapshot && !journals.isEmpty && !journals.contains(name.generation)
    }

    /// Removes the newest journal, unless the one that is made has its snapshot already.
    private func removeJournal(before name: String, in directory: OpenFile) {
        let files = storeFiles(in: directory)
        guard let new = StoreFileName(name), !files.contains(StoreFileName(.snapshot, new.generation)),
            let old = files.filter({ $0.kind == .journal }).max(by: { $0.generation < $1.generation })
        else { return }
        try? base.remove(old.text, in: directory)
    }

    private func renameAfterJournal() throws(SystemError) {
        let held = memory.withLock { memory in
            guard let held = memory.heldRename, held.isJournalMade else { return nil as HeldRename? }
            memory.heldRename = nil
            return held
        }
        guard let held else { return }
        try base.rename(held.from, in: held.directory, to: held.name.text, in: held.directory)
        try base.flush(held.directory, .directory)
    }

    private func storeFiles(in directory: OpenFile) -> [StoreFileName] {
        ((try? base.names(in: directory)) ?? []).compactMap { StoreFileName($0) }
    }
}

// MARK: - Calls that are passed on

extension CarelessFileSystem {
    package var userID: UInt32 { base.userID }
    package var processID: Int32 { base.processID }

    package func openDirectory(at path: String) throws(SystemError) -> OpenFile {
        try base.openDirectory(at: path)
    }

    package func openDirectory(_ name: String, in directory: OpenFile) throws(SystemError) -> OpenFile {
        try base.openDirectory(name, in: directory)
    }

    package func makeDirectory(at path: String) throws(SystemError) {
        try base.makeDirectory(at: path)
    }

    package func makeDirectory(_ name: String, in directory: OpenFile) throws(SystemError) {
        try base.makeDirectory(name, in: directory)
    }

    package func names(in directory: OpenFile) throws(SystemError) -> [String] {
        try base.names(in: directory)
    }

    package func close(_ file: OpenFile) {
        memory.withLock { $0.names[file.number] = nil }
        base.close(file)
    }

    package func write(
        _ file: OpenFile,
        _ bytes: UnsafeRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int {
        try base.write(file, bytes, at: offset)
    }

    package func truncate(_ file: OpenFile, to size: UInt64) throws(SystemError) {
        try base.truncate(file, to: size)
    }

    package func remove(_ name: String, in directory: OpenFile) throws(SystemError) {
        try base.remove(name, in: directory)
    }

    package func status(of file: OpenFile) throws(SystemError) -> FileStatus {
        try base.status(of: file)
    }

    package func status(of name: String, in directory: OpenFile) throws(SystemError) -> FileStatus {
        try base.status(of: name, in: directory)
    }

    package func status(at path: String) throws(SystemError) -> FileStatus {
        try base.status(at: path)
    }

    package func duplicate(_ file: OpenFile) throws(SystemError) -> OpenFile {
        let copy = try base.duplicate(file)
        memory.withLock { $0.names[copy.number] = $0.names[file.number] }
        return copy
    }

    package func setPermissions(_ permissions: UInt32, of file: OpenFile) throws(SystemError) {
        try base.setPermissions(permissions, of: file)
    }

    package func lock(_ file: OpenFile) throws(SystemError) -> Bool {
        try base.lock(file)
    }

    package func freeSpace(at file: OpenFile) throws(SystemError) -> FreeSpace {
        try base.freeSpace(at: file)
    }

    package func pause(_ duration: Duration) {
        base.pause(duration)
    }
}
