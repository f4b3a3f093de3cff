// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

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

    /// Lists the names in `directory`; a name that is not UTF-8 is nobody's here and left out.
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
                    String(validatingCString: $0)
                }
            }
            if let name, name != ".", name != ".." { names.append(name) }
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
        return FileStatus(
            kind: kind,
            size: UInt64(clamping: status.st_size),
            owner: status.st_uid,
            permissions: UInt32(status.st_mode & 0o7777),
            modified: Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1_000
        )
    }

    /// Sets the permissions of an open file.
    package func setPermissions(_ permissions: UInt32, of file: OpenFile) throws(SystemError) {
        _ = try Self.check(fchmod(file.number, mode_t(truncatingIfNeeded: permissions)), "set the permissions")
    }

    /// Tells how much room is left where an open file lives.
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
