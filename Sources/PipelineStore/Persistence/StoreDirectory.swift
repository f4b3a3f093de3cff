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

    /// Opens the directory at `path`; nil where nothing is there.
    static func find(at path: String, fileSystem: any FileSystem) throws(StoreError) -> StoreDirectory? {
        let place = trimmed(path)
        let handle: OpenFile
        do {
            handle = try fileSystem.uninterrupted { () throws(SystemError) in try fileSystem.openDirectory(at: place) }
        } catch {
            if error.isAbsence { return nil }
            guard error.isWrongKind else { throw .storage("The store \(path) cannot be opened: \(error).") }
            throw .storage("The store \(path) is no directory, or a symbolic link to one: name the directory itself.")
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

    /// Makes the directory at `path` where it is absent, durably, and opens it.
    static func make(at path: String, fileSystem: any FileSystem) throws(FileFailure) -> StoreDirectory {
        let place = trimmed(path)
        do throws(SystemError) {
            try fileSystem.uninterrupted { () throws(SystemError) in try fileSystem.makeDirectory(at: place) }
        } catch {
            guard error.isPresence else { throw .system(error, file: path) }
        }
        do throws(SystemError) {
            let parent = try fileSystem.uninterrupted { () throws(SystemError) in
                // Links in the way to the store are the user's business; only its own name must not be one.
                try fileSystem.openDirectory(at: parentPath(of: place))
            }
            defer { fileSystem.close(parent) }
            try fileSystem.uninterrupted { () throws(SystemError) in try fileSystem.flush(parent, .directory) }
        } catch {
            throw .system(error, file: parentPath(of: place))
        }
        do throws(StoreError) {
            guard let directory = try find(at: path, fileSystem: fileSystem) else {
                throw .storage("The store \(path) went away while it was made.")
            }
            return directory
        } catch {
            throw .refused(file: path, reason: error.details)
        }
    }

    /// Lists and sorts the names in the directory.
    func listing() throws(FileFailure) -> StoreListing {
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
            file = try retrying { () throws(SystemError) in try fileSystem.open(name, in: handle, mode) }
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

    /// Makes names in the directory durable.
    func flushNames() throws(SystemError) {
        try flush(handle, .directory)
    }

    /// Makes a file or names durable: interrupted calls are repeated, failed ones never.
    func flush(_ file: OpenFile, _ kind: FlushKind) throws(SystemError) {
        try retrying { () throws(SystemError) in try fileSystem.flush(file, kind) }
    }

    /// Removes a file, and does not mind where it is gone already.
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
            throw .storage("The store \(path) cannot be examined: \(error).")
        }
        guard status.owner == fileSystem.userID else {
            throw .storage("The store \(path) belongs to user \(status.owner), not to user \(fileSystem.userID).")
        }
        guard status.permissions & 0o1000 == 0 else {
            throw .storage("The directory \(path) is shared by many users and cannot be a store; name one inside it.")
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
