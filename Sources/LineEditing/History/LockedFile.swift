// SPDX-License-Identifier: MIT

private import SystemPackage

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// A file of this user's, open and locked against other sessions until it is released.
final class LockedFile {
    /// How long another session may hold the lock: this often, this many milliseconds.
    private static let attempts = 100
    private static let pause: Int32 = 10

    private let path: String
    private let descriptor: FileDescriptor

    /// Opens and locks a file; nil if there is none and none is to be made.
    ///
    /// A file that another session put in its place while this one waited is opened again.
    convenience init?(path: String, creating: Bool) throws(HistoryFile.Failure) {
        if creating { try Self.makeDirectory(of: path) }
        for attempt in 0..<Self.attempts {
            if attempt > 0 { _ = poll(nil, 0, Self.pause) }
            let flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (creating ? O_CREAT : 0)
            let raw = open(path, flags, mode_t(0o600))
            guard raw >= 0 else {
                if errno == ENOENT, !creating { return nil }
                throw Self.failure(path, errno)
            }
            do throws(HistoryFile.Failure) {
                try Self.check(raw, path)
            } catch {
                close(raw)
                throw error
            }
            if flock(raw, LOCK_EX | LOCK_NB) == 0, Self.isStill(raw, at: path) {
                self.init(path, FileDescriptor(rawValue: raw))
                return
            }
            close(raw)
        }
        throw HistoryFile.Failure(.locked, "Another program holds \(path).")
    }

    private init(_ path: String, _ descriptor: FileDescriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        try? descriptor.close()
    }

    private static func failure(_ path: String, _ number: Int32) -> HistoryFile.Failure {
        if number == ELOOP { return HistoryFile.Failure(.refused, "\(path) is a symbolic link.") }
        return HistoryFile.Failure(.system, "\(path) cannot be used: \(Errno(rawValue: number)).")
    }

    /// Refuses what is not a plain file of ours, and takes away the rights of others.
    private static func check(_ raw: Int32, _ path: String) throws(HistoryFile.Failure) {
        var status = stat()
        guard fstat(raw, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw HistoryFile.Failure(.refused, "\(path) is not a plain file.")
        }
        guard status.st_uid == geteuid() else {
            throw HistoryFile.Failure(.refused, "\(path) belongs to another user.")
        }
        if status.st_mode & 0o077 != 0, fchmod(raw, 0o600) != 0 { throw failure(path, errno) }
    }

    private static func isStill(_ raw: Int32, at path: String) -> Bool {
        var opened = stat()
        var named = stat()
        guard fstat(raw, &opened) == 0, lstat(path, &named) == 0 else { return false }
        return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    /// Makes the directories that are missing, for this user alone.
    private static func makeDirectory(of path: String) throws(HistoryFile.Failure) {
        var status = stat()
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let directory = String(path[..<slash])
        guard stat(directory, &status) != 0 else { return }
        try makeDirectory(of: directory)
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw failure(directory, errno) }
    }
}

extension LockedFile {
    /// Returns the file's size in bytes.
    func size() throws(HistoryFile.Failure) -> Int {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { throw Self.failure(path, errno) }
        return Int(status.st_size)
    }

    /// Whether the file is empty or its last line is whole.
    func endsWithNewline() throws(HistoryFile.Failure) -> Bool {
        let last = try lastBytes(1)
        return last.isEmpty || last == [HistoryFileText.newline]
    }

    /// Returns the file's last bytes, `count` at most.
    func lastBytes(_ count: Int) throws(HistoryFile.Failure) -> [UInt8] {
        let size = try size()
        let start = max(0, size - count)
        return try systemCall { try descriptor.read(at: start, count: size - start) }
    }

    /// Writes at the end.
    func append(_ bytes: [UInt8]) throws(HistoryFile.Failure) {
        try systemCall { _ = try descriptor.writeAll(bytes) }
    }

    /// Puts a new file in this one's place, whole or not at all; this one stays locked.
    func replace(with bytes: [UInt8]) throws(HistoryFile.Failure) {
        let temporary = path + ".new"
        // Whoever holds the lock is the only one that makes this file; one that is there was left by a crash.
        unlink(temporary)
        let raw = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
        guard raw >= 0 else { throw Self.failure(temporary, errno) }
        defer { close(raw) }
        try systemCall { _ = try FileDescriptor(rawValue: raw).writeAll(bytes) }
        guard fsync(raw) == 0, rename(temporary, path) == 0 else {
            let number = errno
            unlink(temporary)
            throw Self.failure(path, number)
        }
    }

    private func systemCall<Value>(_ body: () throws -> Value) throws(HistoryFile.Failure) -> Value {
        do {
            return try body()
        } catch {
            throw Self.failure(path, (error as? Errno)?.rawValue ?? EIO)
        }
    }
}

extension FileDescriptor {
    /// Reads at most `count` bytes at an offset; fewer stand there only at the end.
    fileprivate func read(at offset: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let position = Int64(offset + filled)
            let got = try bytes[filled...].withUnsafeMutableBytes { try read(fromAbsoluteOffset: position, into: $0) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes[..<filled])
    }
}
