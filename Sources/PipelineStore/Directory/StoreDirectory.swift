// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The open directory of a store, and the ways in which the store uses it.
struct StoreDirectory: Sendable {
    /// The file that carries the lock.
    static let lockName = "LOCK"
    /// The folder for cut tails and refused files.
    static let quarantineName = "quarantine"

    let fileSystem: any FileSystem
    let handle: OpenFile
    /// The path as the user gave it, for messages.
    let path: String
    /// Files that are open already, by name; with any, there are no others.
    var held: [String: OpenFile] = [:]
    /// The path by which the directory is found.
    var place: String { Self.trimmed(path) }

    /// Opens the directory at `path`; nil if nothing is there.
    static func find(at path: String, fileSystem: any FileSystem) throws(StoreError) -> StoreDirectory? {
        let place = trimmed(path)
        let handle: OpenFile
        do {
            handle = try fileSystem.uninterrupted { () throws(SystemError) in try fileSystem.openDirectory(at: place) }
        } catch {
            if error.isAbsence { return nil }
            guard error.isWrongKind else {
                throw .storage("The store \(path) cannot be opened: \(error).", isPassing: error.isPassing)
            }
            throw .storage(
                "The store \(path) is not a directory, or is a symbolic link to one; name the directory itself."
            )
        }
        let directory = StoreDirectory(fileSystem: fileSystem, handle: handle, path: path)
        do throws(StoreError) {
            try directory.checkOwner()
        } catch {
            fileSystem.close(handle)
            throw error
        }
        return directory
    }

    /// Creates the directory at `path` unless it exists, durably, and opens it.
    ///
    /// - Throws: `refused` if it would be inside another store.
    static func create(at path: String, fileSystem: any FileSystem) throws(WriteFailure) -> StoreDirectory {
        let place = trimmed(path)
        let parentPath = parentPath(of: place)
        let sentence = "The store \(path) cannot be created"
        let parent: OpenFile
        let names: [String]
        do {
            // Links in the way to the store are the user's business; only its own name must not be one.
            parent = try fileSystem.uninterrupted { () throws(SystemError) in
                try fileSystem.openDirectory(at: parentPath + "/.")
            }
        } catch {
            throw WriteFailure(undone: error, "\(sentence): \(parentPath)")
        }
        defer { fileSystem.close(parent) }
        do {
            names = try fileSystem.uninterrupted { () throws(SystemError) in try fileSystem.names(in: parent) }
        } catch {
            throw WriteFailure(undone: error, "\(sentence): \(parentPath)")
        }
        guard StoreListing(names).isVacant else {
            throw .refused(.storage("\(sentence): \(parentPath) is the directory of another store."))
        }
        do {
            try fileSystem.uninterrupted { () throws(SystemError) in try fileSystem.makeDirectory(at: place) }
        } catch {
            guard error.isPresence else { throw WriteFailure(undone: error, sentence) }
        }
        do {
            try fileSystem.uninterrupted { () throws(SystemError) in try fileSystem.flush(parent, .directory) }
        } catch {
            throw WriteFailure(fatal: error, "\(sentence): \(parentPath)")
        }
        do throws(StoreError) {
            guard let directory = try find(at: path, fileSystem: fileSystem) else {
                throw .storage("The store \(path) disappeared while it was being created.")
            }
            return directory
        } catch {
            throw WriteFailure(undone: error)
        }
    }

    /// Throws if others' files are here and no store: a directory that is somebody else's is left as it is.
    func checkUse(_ listing: StoreListing) throws(StoreError) {
        guard listing.isVacant, let other = listing.others.first else { return }
        throw .storage(
            "The directory \(path) holds other things, such as \(other), and no store; name another directory, or a "
                + "new one inside it."
        )
    }

    /// Lists and sorts the names in the directory.
    func listing() throws(FileFailure) -> StoreListing {
        if !held.isEmpty { return StoreListing(Array(held.keys)) }
        do {
            return StoreListing(try retrying { () throws(SystemError) in try fileSystem.names(in: handle) })
        } catch {
            throw .system(error, file: path)
        }
    }

    /// Opens a file of the store, which must be a plain one and ours.
    func open(_ name: String, _ mode: OpenMode) throws(FileFailure) -> (file: OpenFile, status: FileStatus) {
        let file: OpenFile
        do {
            file = try retrying { () throws(SystemError) in
                if let file = held[name] { return try fileSystem.duplicate(file) }
                return try fileSystem.open(name, in: handle, mode)
            }
        } catch {
            if error.isWrongKind { throw .refused(file: name, reason: "it is not a plain file") }
            throw .system(error, file: name)
        }
        let status: FileStatus
        do {
            status = try retrying { () throws(SystemError) in try fileSystem.status(of: file) }
        } catch {
            fileSystem.close(file)
            throw .system(error, file: name)
        }
        guard status.kind == .regular, status.owner == fileSystem.userID else {
            fileSystem.close(file)
            let reason = status.kind == .regular ? "it belongs to user \(status.owner)" : "it is not a plain file"
            throw .refused(file: name, reason: reason)
        }
        return (file, status)
    }

    /// Closes the files that are open already.
    mutating func closeHeld() {
        for file in held.values { fileSystem.close(file) }
        held = [:]
    }

    /// Makes names in the directory durable.
    func flushNames() throws(SystemError) {
        try flush(handle, .directory)
    }

    /// Makes a file or names durable: interrupted calls are repeated, failed ones never.
    func flush(_ file: OpenFile, _ kind: FlushKind) throws(SystemError) {
        try retrying { () throws(SystemError) in try fileSystem.flush(file, kind) }
    }

    /// Removes a file, which may be gone already.
    func remove(_ name: String) throws(SystemError) {
        do {
            try retrying { () throws(SystemError) in try fileSystem.remove(name, in: handle) }
        } catch {
            guard error.isAbsence else { throw error }
        }
    }

    /// Calls `body` again for as long as it is interrupted.
    func retrying<R>(_ body: () throws(SystemError) -> R) throws(SystemError) -> R {
        try fileSystem.uninterrupted(body)
    }

    private func checkOwner() throws(StoreError) {
        let status: FileStatus
        do {
            status = try retrying { () throws(SystemError) in try fileSystem.status(of: handle) }
        } catch {
            throw .storage("The store \(path) cannot be opened: \(error).", isPassing: error.isPassing)
        }
        guard status.owner == fileSystem.userID else {
            throw .storage("The store \(path) belongs to user \(status.owner), not to user \(fileSystem.userID).")
        }
        guard status.permissions & 0o1000 == 0 else {
            throw .storage(
                "The directory \(path) is shared by many users and cannot be a store; name a directory inside it."
            )
        }
    }

    private static func trimmed(_ path: String) -> String {
        var bytes = path.utf8[...]
        while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
        return bytes.isEmpty ? "." : String(Substring(bytes))
    }

    private static func parentPath(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

// MARK: - Upkeep

extension StoreDirectory {
    /// Takes from the directory and from our files what others may do with them.
    func tighten(_ listing: StoreListing) throws(SystemError) {
        try tighten(handle, to: 0o700)
        for name in listing.files.map(\.text) + [Self.lockName] {
            let file: OpenFile
            do {
                file = try open(name, .read).file
            } catch {
                if case .system(let reason, _) = error, reason.isPassing { throw reason }
                continue
            }
            defer { fileSystem.close(file) }
            try tighten(file, to: 0o600)
        }
    }

    private func tighten(_ file: OpenFile, to permissions: UInt32) throws(SystemError) {
        let status = try retrying { () throws(SystemError) in try fileSystem.status(of: file) }
        guard status.permissions & 0o077 != 0 else { return }
        try retrying { () throws(SystemError) in try fileSystem.setPermissions(permissions, of: file) }
    }

    /// Removes what earlier runs did not finish.
    func removeTemporaries(_ listing: StoreListing) throws(SystemError) {
        for name in listing.temporaries { try remove(name) }
    }

    /// Removes all but the newest `keep` snapshots, and the journals that none of those needs, durably.
    ///
    /// Call it only when the newest snapshot is durable. A lack that passes leaves files behind; a flush that fails for
    /// one is reported as what it is, a failure of the disk.
    func prune(keeping keep: Int) throws(SystemError) {
        let listing = StoreListing(try retrying { () throws(SystemError) in try fileSystem.names(in: handle) })
        guard let oldest = listing.snapshots.suffix(max(1, keep)).first else { return }
        // One generation after the other: whatever stops this, what is left follows one another without a gap.
        let old = Dictionary(grouping: listing.files.filter { $0.generation < oldest }, by: \.generation)
        for (_, names) in old.sorted(by: { $0.key < $1.key }) {
            for name in names { try remove(name.text) }
            try flushNames()
        }
    }
}

// MARK: - Headers

extension StoreDirectory {
    /// Reads the header of an open file and checks that it is the one its name promises.
    func readHeader(of name: StoreFileName, _ file: OpenFile) throws(FileFailure) -> FileHeader {
        let bytes: [UInt8]
        do {
            bytes = try fileSystem.readFully(file, count: FileHeader.size, at: 0)
        } catch {
            guard error.isMediumFailure else { throw .system(error, file: name.text) }
            throw .damaged(Damage(file: name.text, offset: 0, reason: "it cannot be read (\(error))"))
        }
        let header: FileHeader
        do {
            header = try FileHeader(name.kind, from: bytes)
        } catch {
            switch error {
            case .damaged(let reason):
                throw .damaged(Damage(file: name.text, offset: 0, reason: reason))
            case .unknownVersion(let version):
                let reason = "it has format version \(version), written by a newer program"
                throw .refused(file: name.text, reason: reason)
            }
        }
        guard header.generation == name.generation else {
            throw .refused(file: name.text, reason: "it is generation \(header.generation) under another name")
        }
        return header
    }
}

// MARK: - Explanations

extension StoreDirectory {
    /// Calls `body` and explains to people what it throws.
    func explaining<R>(_ body: () throws(FileFailure) -> R) throws(StoreError) -> R {
        do {
            return try body()
        } catch {
            throw self.error(error)
        }
    }

    /// Explains why a file could not be used while the store was opened.
    func error(_ failure: FileFailure) -> StoreError {
        switch failure {
        case .damaged(let damage):
            .storage(
                "The store \(path) is damaged: \(damage). Nothing on disk was changed. "
                    + "To save what is sound to a new store, run 'pipeline repair \(path) --to NEW'."
            )
        case .refused(let file, let reason):
            .storage("The store \(path) cannot be opened: \(file): \(reason). Nothing on disk was changed.")
        case .system(let error, let file):
            .storage(
                "The store \(path) cannot be opened: \(file): \(error). Nothing on disk was changed.",
                isPassing: error.isPassing
            )
        }
    }
}
