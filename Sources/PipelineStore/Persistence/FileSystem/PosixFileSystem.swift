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
        // O_NONBLOCK: a pipe that somebody put in a file's place is refused, not waited for.
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
        // `fsync` stops at the drive's cache; where the full flush is not supported, it is all there is.
        if fcntl(file.number, F_FULLFSYNC) == 0 { return }
        guard errno == ENOTSUP || errno == EINVAL || errno == ENOTTY else { throw SystemError(errno, in: "flush") }
        _ = try Self.check(fsync(file.number), "flush")
        #else
        let result = kind == .data ? fdatasync(file.number) : fsync(file.number)
        _ = try Self.check(result, "flush")
        #endif
    }

    /// Takes the lock of an open file for this process; false where somebody else has it.
    package func lock(_ file: OpenFile) throws(SystemError) -> Bool {
        if flock(file.number, LOCK_EX | LOCK_NB) == 0 { return true }
        let code = errno
        if code == EWOULDBLOCK { return false }
        throw SystemError(code, in: "lock")
    }

    /// Throws the system's reason where `result` says that a call failed.
    static func check<Result: SignedInteger>(_ result: Result, _ call: String) throws(SystemError) -> Result {
        guard result >= 0 else { throw SystemError(errno, in: call) }
        return result
    }
}
