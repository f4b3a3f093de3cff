// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The file system of the machine.
///
/// Permissions are given with every call that makes something (0700, 0600), so the process's umask can only
/// take bits away and stays as the user set it for files that are exported.
///
/// Making one ignores `SIGXFSZ` for the whole process, so that a limit on file sizes arrives as `EFBIG`;
/// `SIGPIPE` is left to the executables, since no file here is a pipe.
package struct PosixFileSystem: FileSystem {
    /// Makes the file system and ignores `SIGXFSZ`.
    package init() {
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// The effective user id.
    package var userID: UInt32 { geteuid() }

    /// The number of this process.
    package var processID: Int32 { getpid() }

    /// Opens the file `name` in `directory`; a file that is made has mode 0600.
    package func open(_ name: String, in directory: OpenFile, _ mode: OpenMode) throws(SystemError) -> OpenFile {
        // O_NONBLOCK: a pipe in a file's place is refused, not waited for.
        let common = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        let flags =
            switch mode {
            case .read: O_RDONLY | common
            case .update: O_RDWR | common
            case .create: O_RDWR | O_CREAT | O_EXCL | common
            case .createOrUpdate: O_RDWR | O_CREAT | common
            }
        return OpenFile(number: try Self.check(openat(directory.number, name, flags, 0o600), "open"))
    }

    /// Closes a file or a directory, and releases its lock.
    package func close(_ file: OpenFile) {
        // After an interruption the descriptor is gone already: never again.
        #if canImport(Darwin)
        _ = Darwin.close(file.number)
        #elseif canImport(Musl)
        _ = Musl.close(file.number)
        #else
        _ = Glibc.close(file.number)
        #endif
    }

    /// Reads bytes at `offset` and returns how many; 0 at the end.
    package func read(
        _ file: OpenFile,
        into bytes: UnsafeMutableRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int {
        guard let offset = off_t(exactly: offset) else { throw SystemError(EFBIG, in: "read") }
        return try Self.check(pread(file.number, bytes.baseAddress, bytes.count, offset), "read")
    }

    /// Writes bytes at `offset` and returns how many were taken.
    package func write(
        _ file: OpenFile,
        _ bytes: UnsafeRawBufferPointer,
        at offset: UInt64
    ) throws(SystemError) -> Int {
        guard let offset = off_t(exactly: offset) else { throw SystemError(EFBIG, in: "write") }
        return try Self.check(pwrite(file.number, bytes.baseAddress, bytes.count, offset), "write")
    }

    /// Cuts or extends a file to `size` bytes.
    package func truncate(_ file: OpenFile, to size: UInt64) throws(SystemError) {
        guard let size = off_t(exactly: size) else { throw SystemError(EFBIG, in: "truncate") }
        _ = try Self.check(ftruncate(file.number, size), "truncate")
    }

    /// Returns when what was written is on the disk itself, not merely in its cache.
    package func flush(_ file: OpenFile, _ kind: FlushKind) throws(SystemError) {
        #if canImport(Darwin)
        // `fsync` stops at the drive's cache; if the full flush is not supported, it is all there is.
        if fcntl(file.number, F_FULLFSYNC) == 0 { return }
        guard errno == ENOTSUP || errno == EINVAL || errno == ENOTTY else { throw SystemError(errno, in: "flush") }
        _ = try Self.check(fsync(file.number), "flush")
        #else
        let result = kind == .data ? fdatasync(file.number) : fsync(file.number)
        _ = try Self.check(result, "flush")
        #endif
    }

    /// Takes the lock of an open file for this process; false if another process has it.
    package func lock(_ file: OpenFile) throws(SystemError) -> Bool {
        if flock(file.number, LOCK_EX | LOCK_NB) == 0 { return true }
        let code = errno
        if code == EWOULDBLOCK { return false }
        throw SystemError(code, in: "lock")
    }

    /// Blocks the thread for about as long.
    package func pause(_ duration: Duration) {
        usleep(UInt32(clamping: Int64(duration / .microseconds(1))))
    }

    /// Throws the system's reason if `result` says that a call failed.
    private static func check<Result: SignedInteger>(_ result: Result, _ call: String) throws(SystemError) -> Result {
        guard result >= 0 else { throw SystemError(errno, in: call) }
        return result
    }
}

// MARK: - Directories and what is known of files

extension PosixFileSystem {
    private static let directoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    /// Opens the directory at `path`, which must not end in a symbolic link.
    package func openDirectory(at path: String) throws(SystemError) -> OpenFile {
        let number = openat(AT_FDCWD, path, Self.directoryFlags)
        return OpenFile(number: try Self.check(number, "open"))
    }

    /// Opens the directory `name` in `directory`.
    package func openDirectory(_ name: String, in directory: OpenFile) throws(SystemError) -> OpenFile {
        let number = openat(directory.number, name, Self.directoryFlags)
        return OpenFile(number: try Self.check(number, "open"))
    }

    /// Makes a directory with mode 0700 at `path`.
    package func makeDirectory(at path: String) throws(SystemError) {
        _ = try Self.check(mkdir(path, 0o700), "make the directory")
    }

    /// Makes a directory with mode 0700 in `directory`.
    package func makeDirectory(_ name: String, in directory: OpenFile) throws(SystemError) {
        _ = try Self.check(mkdirat(directory.number, name, 0o700), "make the directory")
    }

    /// Lists the names in `directory`; one that is not UTF-8, and so not ours, is given with that repaired.
    package func names(in directory: OpenFile) throws(SystemError) -> [String] {
        // A descriptor of its own: reading moves a position that duplicates would share.
        let number = try Self.check(openat(directory.number, ".", Self.directoryFlags), "list")
        guard let stream = fdopendir(number) else {
            let code = errno
            close(OpenFile(number: number))
            throw SystemError(code, in: "list")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                let code = errno
                guard code == 0 else { throw SystemError(code, in: "list") }
                return names
            }
            // The name is a C string inside the entry: the pointer is used while the entry lives, and only here.
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// Gives a file a new name, replacing what is there, in one step.
    package func rename(
        _ name: String,
        in directory: OpenFile,
        to newName: String,
        in newDirectory: OpenFile
    ) throws(SystemError) {
        _ = try Self.check(renameat(directory.number, name, newDirectory.number, newName), "rename")
    }

    /// Removes the file `name` from `directory`.
    package func remove(_ name: String, in directory: OpenFile) throws(SystemError) {
        _ = try Self.check(unlinkat(directory.number, name, 0), "remove")
    }

    /// Tells kind, size, owner and permissions of an open file.
    package func status(of file: OpenFile) throws(SystemError) -> FileStatus {
        var status = stat()
        _ = try Self.check(fstat(file.number, &status), "stat")
        return FileStatus(status)
    }

    /// Tells the same of the file that has the name `name` in `directory` now; a link is not followed.
    package func status(of name: String, in directory: OpenFile) throws(SystemError) -> FileStatus {
        var status = stat()
        _ = try Self.check(fstatat(directory.number, name, &status, AT_SYMLINK_NOFOLLOW), "stat")
        return FileStatus(status)
    }

    /// Tells the same of what is at `path` now; a link at its end is not followed.
    package func status(at path: String) throws(SystemError) -> FileStatus {
        var status = stat()
        _ = try Self.check(lstat(path, &status), "stat")
        return FileStatus(status)
    }

    /// Opens an open file once more, whatever became of its name; the copy is closed by itself.
    package func duplicate(_ file: OpenFile) throws(SystemError) -> OpenFile {
        OpenFile(number: try Self.check(fcntl(file.number, F_DUPFD_CLOEXEC, 0), "open"))
    }

    /// Sets the permissions of an open file.
    package func setPermissions(_ permissions: UInt32, of file: OpenFile) throws(SystemError) {
        _ = try Self.check(fchmod(file.number, mode_t(truncatingIfNeeded: permissions)), "set the permissions")
    }

    /// Tells how much room is left on the file system of an open file.
    package func freeSpace(at file: OpenFile) throws(SystemError) -> FreeSpace {
        var figures = statvfs()
        _ = try Self.check(fstatvfs(file.number, &figures), "measure the disk")
        let unit = UInt64(figures.f_frsize)
        let available = UInt64(figures.f_bavail).multipliedReportingOverflow(by: unit)
        let total = UInt64(figures.f_blocks).multipliedReportingOverflow(by: unit)
        return FreeSpace(
            available: available.overflow ? .max : available.partialValue,
            total: total.overflow ? .max : total.partialValue
        )
    }
}

extension FileStatus {
    /// Makes a status from what the system tells.
    fileprivate init(_ status: stat) {
        let kind: FileStatus.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            default: .other
            }
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        self.init(
            kind: kind,
            size: UInt64(clamping: status.st_size),
            owner: status.st_uid,
            permissions: UInt32(status.st_mode & 0o7777),
            modified: Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1_000,
            identity: FileIdentity(
                device: UInt64(truncatingIfNeeded: status.st_dev),
                number: UInt64(truncatingIfNeeded: status.st_ino)
            )
        )
    }
}
