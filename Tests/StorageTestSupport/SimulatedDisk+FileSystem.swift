// SPDX-License-Identifier: MIT

package import PipelineStore
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

extension SimulatedDisk {
    /// Opens the directory at `path`, which must not end in a symbolic link.
    package func openDirectory(at path: String) throws(SystemError) -> OpenFile {
        try call(.look, "open") { (storage, _) throws(SystemError) in
            let node = try Self.find(path, storage)
            guard node.isDirectory, !node.isLink else { throw SystemError(ENOTDIR, in: "open") }
            return Self.hand(node, &storage)
        }
    }

    /// Opens the directory `name` in `directory`.
    package func openDirectory(_ name: String, in directory: OpenFile) throws(SystemError) -> OpenFile {
        try call(.look, "open") { (storage, _) throws(SystemError) in
            let parent = try Self.node(directory, storage)
            guard let node = parent.names[name] else { throw SystemError(ENOENT, in: "open") }
            guard node.isDirectory, !node.isLink else { throw SystemError(ENOTDIR, in: "open") }
            return Self.hand(node, &storage)
        }
    }

    /// Makes a directory for the owner alone at `path`.
    package func makeDirectory(at path: String) throws(SystemError) {
        try call(.change, "mkdir") { (storage, _) throws(SystemError) in
            let parts = path.split(separator: "/")
            guard let last = parts.last else { throw SystemError(EEXIST, in: "mkdir") }
            let parent = try Self.find(parts.dropLast().joined(separator: "/"), storage)
            try Self.makeDirectory(String(last), in: parent)
        }
    }

    /// Makes a directory for the owner alone in `directory`.
    package func makeDirectory(_ name: String, in directory: OpenFile) throws(SystemError) {
        try call(.change, "mkdir") { (storage, _) throws(SystemError) in
            try Self.makeDirectory(name, in: try Self.node(directory, storage))
        }
    }

    /// Lists the names in `directory`, without `.` and `..`.
    package func names(in directory: OpenFile) throws(SystemError) -> [String] {
        try call(.look, "list") { (storage, _) throws(SystemError) in
            try Self.node(directory, storage).names.keys.sorted()
        }
    }

    /// Opens the file `name` in `directory`; a file that is made is the owner's alone.
    package func open(_ name: String, in directory: OpenFile, _ mode: OpenMode) throws(SystemError) -> OpenFile {
        let isMaking = mode == .create || mode == .createOrUpdate
        return try call(isMaking ? .change : .look, "open") { (storage, _) throws(SystemError) in
            let parent = try Self.node(directory, storage)
            if let node = parent.names[name] {
                guard mode != .create else { throw SystemError(EEXIST, in: "open") }
                guard !node.isLink else { throw SystemError(ELOOP, in: "open") }
                guard !node.isDirectory || mode == .read else { throw SystemError(EISDIR, in: "open") }
                return Self.hand(node, &storage)
            }
            guard isMaking else { throw SystemError(ENOENT, in: "open") }
            let node = SimulatedNode(isDirectory: false, permissions: 0o600)
            storage.time += 1
            node.modified = storage.time
            parent.names[name] = node
            parent.pendingNames.append(.link(name, node))
            return Self.hand(node, &storage)
        }
    }

    /// Closes a file or a directory, and releases its lock.
    package func close(_ file: OpenFile) {
        storage.withLock { storage in
            guard let node = storage.open.removeValue(forKey: file.number) else { return }
            if node.lockHolder == file.number { node.lockHolder = nil }
        }
    }

    /// Reads bytes at `offset` and returns how many; 0 at the end.
    package func read(
        _ file: OpenFile,
        into bytes: UnsafeMutableRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int {
        try call(.look, "read") { (storage, isShort) throws(SystemError) in
            let node = try Self.node(file, storage)
            guard !node.isDirectory else { throw SystemError(EISDIR, in: "read") }
            guard let start = Int(exactly: offset), start < node.cache.count else { return 0 }
            let count = min(isShort ? 1 : bytes.count, bytes.count, node.cache.count - start)
            // The caller's memory is written within its bounds: `count` is at most its size.
            UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]).copyBytes(from: node.cache[start..<start + count])
            storage.bytesRead += count
            return count
        }
    }

    /// Writes bytes at `offset` and returns how many were taken.
    package func write(
        _ file: OpenFile,
        _ bytes: UnsafeRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int {
        try call(.change, "write") { (storage, isShort) throws(SystemError) in
            let node = try Self.node(file, storage)
            guard !node.isDirectory, let start = Int(exactly: offset) else { throw SystemError(EBADF, in: "write") }
            var count = isShort ? min(1, bytes.count) : bytes.count
            let growth = start + count - node.cache.count
            if growth > 0, UInt64(growth) > storage.room {
                count = max(0, count - (growth - Int(storage.room)))
                guard count > 0 else { throw SystemError(ENOSPC, in: "write") }
            }
            storage.room -= UInt64(max(0, start + count - node.cache.count))
            node.write([UInt8](bytes[..<count]), at: start)
            storage.time += 1
            node.modified = storage.time
            return count
        }
    }

    /// Cuts or extends a file to `size` bytes.
    package func truncate(_ file: OpenFile, to size: UInt64) throws(SystemError) {
        try call(.change, "truncate") { (storage, _) throws(SystemError) in
            let node = try Self.node(file, storage)
            guard let size = Int(exactly: size) else { throw SystemError(EFBIG, in: "truncate") }
            if size < node.cache.count { storage.room += UInt64(node.cache.count - size) }
            node.truncate(to: size)
        }
    }

    /// Returns when what was written is on the medium.
    package func flush(_ file: OpenFile, _ kind: FlushKind) throws(SystemError) {
        try call(
            .flush,
            "flush",
            onFailure: { storage in
                guard !storage.isStopped, let node = storage.open[file.number], !node.isDirectory else { return }
                node.loseFlush(&storage.generator)
            },
            { (storage, _) throws(SystemError) in
                let node = try Self.node(file, storage)
                if node.isDirectory { node.flushNames() } else { node.flush() }
            }
        )
    }

    /// Gives a file a new name, replacing what is there.
    package func rename(
        _ name: String,
        in directory: OpenFile,
        to newName: String,
        in newDirectory: OpenFile
    ) throws(SystemError) {
        try call(.change, "rename") { (storage, _) throws(SystemError) in
            let from = try Self.node(directory, storage)
            let into = try Self.node(newDirectory, storage)
            guard let node = from.names[name] else { throw SystemError(ENOENT, in: "rename") }
            from.names[name] = nil
            into.names[newName] = node
            from.pendingNames.append(.rename(name, to: newName, in: into === from ? nil : into, node))
        }
    }

    /// Removes the file `name` from `directory`.
    package func remove(_ name: String, in directory: OpenFile) throws(SystemError) {
        try call(.change, "remove") { (storage, _) throws(SystemError) in
            let parent = try Self.node(directory, storage)
            guard let node = parent.names[name] else { throw SystemError(ENOENT, in: "remove") }
            storage.room += UInt64(node.cache.count)
            parent.names[name] = nil
            parent.pendingNames.append(.unlink(name))
        }
    }

    /// Tells kind, size, owner and permissions of an open file.
    package func status(of file: OpenFile) throws(SystemError) -> FileStatus {
        try call(.look, "stat") { (storage, _) throws(SystemError) in
            Self.status(of: try Self.node(file, storage))
        }
    }

    /// Tells the same of the file that has the name `name` in `directory` now.
    package func status(of name: String, in directory: OpenFile) throws(SystemError) -> FileStatus {
        try call(.look, "stat") { (storage, _) throws(SystemError) in
            guard let node = try Self.node(directory, storage).names[name] else {
                throw SystemError(ENOENT, in: "stat")
            }
            return Self.status(of: node)
        }
    }

    /// Tells the same of what is at `path` now.
    package func status(at path: String) throws(SystemError) -> FileStatus {
        try call(.look, "stat") { (storage, _) throws(SystemError) in
            Self.status(of: try Self.find(path, storage))
        }
    }

    private static func status(of node: SimulatedNode) -> FileStatus {
        FileStatus(
            kind: node.isLink ? .other : node.isDirectory ? .directory : .regular,
            size: UInt64(node.cache.count),
            owner: node.owner,
            permissions: node.permissions,
            modified: node.modified,
            identity: FileIdentity(device: 1, number: node.number)
        )
    }

    /// Opens an open file once more.
    package func duplicate(_ file: OpenFile) throws(SystemError) -> OpenFile {
        try call(.look, "open") { (storage, _) throws(SystemError) in
            Self.hand(try Self.node(file, storage), &storage)
        }
    }

    /// Sets the permissions of an open file.
    package func setPermissions(_ permissions: UInt32, of file: OpenFile) throws(SystemError) {
        try call(.change, "chmod") { (storage, _) throws(SystemError) in
            try Self.node(file, storage).permissions = permissions
        }
    }

    /// Takes the lock of an open file for this process; false where somebody else has it.
    package func lock(_ file: OpenFile) throws(SystemError) -> Bool {
        try call(.look, "lock") { (storage, _) throws(SystemError) in
            let node = try Self.node(file, storage)
            guard node.lockHolder == nil || node.lockHolder == file.number else { return false }
            node.lockHolder = file.number
            return true
        }
    }

    /// Tells how much room is left.
    package func freeSpace(at file: OpenFile) throws(SystemError) -> FreeSpace {
        try call(.look, "statvfs") { (storage, _) throws(SystemError) in
            FreeSpace(available: storage.room, total: max(storage.room, 1 << 20))
        }
    }

    /// Returns at once: nothing takes time here.
    package func pause(_ duration: Duration) {}

    private static func makeDirectory(_ name: String, in parent: SimulatedNode) throws(SystemError) {
        guard parent.names[name] == nil else { throw SystemError(EEXIST, in: "mkdir") }
        let node = SimulatedNode(isDirectory: true, permissions: 0o700)
        parent.names[name] = node
        parent.pendingNames.append(.link(name, node))
    }
}
