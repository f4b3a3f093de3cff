// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The proof that a writer still has its store: its lock, and the files from which the store's state would be read.
///
/// All of them are open, so that no other file can have their identity. Whoever removes, renames or replaces one of
/// them, or the directory, is found out by the next look.
struct StoreCustody {
    /// The store's directory, which is locked.
    let directory: StoreDirectory
    private let lock: OpenFile
    /// The newest snapshot and the journals since, but for the one that is being written.
    private var files: [(name: StoreFileName, file: OpenFile)] = []

    /// Takes the store's lock.
    ///
    /// - Throws: `storage` with the holder's process id if another process has it.
    init(of directory: StoreDirectory) throws(StoreError) {
        self.directory = directory
        lock = try directory.lock()
    }

    /// Holds a file that was written, from here on.
    mutating func hold(_ name: StoreFileName, _ file: OpenFile) {
        files.append((name, file))
    }

    /// Holds the newest snapshot from here on, and lets go of what came before it.
    ///
    /// If there are too few descriptors to open it, what came before is held on to.
    mutating func holdSnapshot(_ generation: UInt64) {
        let name = StoreFileName(.snapshot, generation)
        guard !files.contains(where: { $0.name == name }), let (file, _) = try? directory.open(name.text, .read) else {
            return
        }
        for (old, file) in files where old.generation < generation { directory.fileSystem.close(file) }
        files.removeAll { $0.name.generation < generation }
        hold(name, file)
    }

    /// Closes all files and the directory, and so releases the lock.
    func close() {
        for (_, file) in files { directory.fileSystem.close(file) }
        directory.fileSystem.close(lock)
        directory.fileSystem.close(directory.handle)
    }
}

// MARK: - Looking

extension StoreCustody {
    /// Makes sure that everything is in its place, as well as the journal that is being written, if there is one.
    ///
    /// - Throws: `displaced` if something is gone or was replaced; `refused` or `passing` if the system did not tell.
    func verify(_ journal: JournalWriter?) throws(WriteFailure) {
        let fileSystem = directory.fileSystem
        try compare(directory.path, directory.handle) { () throws(SystemError) in
            try fileSystem.status(at: directory.place)
        }
        try compare(StoreDirectory.lockName, lock)
        for (name, file) in files { try compare(name.text, file) }
        guard let journal else { return }
        let status = try compare(StoreFileName(.journal, journal.generation).text, journal.file)
        try compareSize(status, journal)
    }

    /// Makes sure that nobody else cut or continued the journal that is being written: the next frame would hide it.
    ///
    /// - Throws: `displaced` if somebody did; `refused` or `passing` if the system did not tell.
    func verifySize(_ journal: JournalWriter) throws(WriteFailure) {
        let status: FileStatus
        do {
            status = try directory.retrying { () throws(SystemError) in
                try directory.fileSystem.status(of: journal.file)
            }
        } catch {
            throw uncertain(error)
        }
        try compareSize(status, journal)
    }

    private func compareSize(_ status: FileStatus, _ journal: JournalWriter) throws(WriteFailure) {
        guard status.size != journal.end else { return }
        throw displaced(StoreFileName(.journal, journal.generation).text, "was changed by something else")
    }

    @discardableResult
    private func compare(_ name: String, _ file: OpenFile) throws(WriteFailure) -> FileStatus {
        try compare(name, file) { () throws(SystemError) in
            try directory.fileSystem.status(of: name, in: directory.handle)
        }
    }

    @discardableResult
    private func compare(
        _ name: String,
        _ file: OpenFile,
        _ look: () throws(SystemError) -> FileStatus
    ) throws(WriteFailure) -> FileStatus {
        do throws(SystemError) {
            let found = try directory.retrying(look)
            let ours = try directory.retrying { () throws(SystemError) in try directory.fileSystem.status(of: file) }
            if found.identity == ours.identity { return found }
        } catch {
            guard error.isAbsence || error.isWrongKind else { throw uncertain(error) }
            throw displaced(name, "is gone")
        }
        throw displaced(name, "was replaced")
    }

    private func uncertain(_ error: SystemError) -> WriteFailure {
        WriteFailure(undone: error, "It is uncertain whether the store \(directory.path) is in its place")
    }

    private func displaced(_ name: String, _ what: String) -> WriteFailure {
        let subject = name == directory.path ? "The directory \(name)" : "\(name) in the store \(directory.path)"
        return .displaced(.storage("\(subject) \(what). Nothing more is written until the store is opened again."))
    }
}

// MARK: - Reading what is held

extension StoreCustody {
    /// A directory that has the files held alone, open once more each, whatever became of their names; close them with
    /// ``StoreDirectory/closeHeld()``.
    func openAgain(_ journal: JournalWriter?) throws(SystemError) -> StoreDirectory {
        var all = files
        if let journal { all.append((StoreFileName(.journal, journal.generation), journal.file)) }
        var copy = directory
        for (name, file) in all {
            do {
                copy.held[name.text] = try directory.fileSystem.duplicate(file)
            } catch {
                copy.closeHeld()
                throw error
            }
        }
        return copy
    }
}
