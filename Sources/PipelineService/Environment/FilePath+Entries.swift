// SPDX-License-Identifier: MIT

internal import SystemPackage

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

// The calls that swift-system has no name for.
extension FilePath {
    /// Gives the file another name, in the place of what has it.
    func rename(to other: FilePath) throws {
        let result = withPlatformString { from in
            other.withPlatformString { to in
                #if canImport(Darwin)
                Darwin.rename(from, to)
                #elseif canImport(Musl)
                Musl.rename(from, to)
                #else
                Glibc.rename(from, to)
                #endif
            }
        }
        if result != 0 { throw Errno(rawValue: errno) }
    }

    /// Removes the file, if it is there.
    func remove() {
        _ = withPlatformString { unlink($0) }
    }

    /// The permissions of the file, nil where there is none.
    var permissions: FilePermissions? {
        withPlatformString { status(of: $0) }.map { FilePermissions(rawValue: $0.st_mode & 0o777) }
    }

    /// Whether there is something under this name that is written to as it is: a pipe, a device, a socket.
    var isSpecialFile: Bool {
        let mode = withPlatformString { status(of: $0) }.map { $0.st_mode & S_IFMT }
        return [S_IFIFO, S_IFCHR, S_IFBLK, S_IFSOCK].contains(mode)
    }

    /// Whether there is a pipe under this name.
    var isPipe: Bool {
        withPlatformString { status(of: $0) }.map { $0.st_mode & S_IFMT } == S_IFIFO
    }

    /// The file that a symbolic link leads to; any other file is itself.
    var resolvingLinks: FilePath {
        withPlatformString { name in
            guard let resolved = realpath(name, nil) else { return self }
            defer { free(resolved) }
            return FilePath(platformString: resolved)
        }
    }
}

private func status(of path: UnsafePointer<CInterop.PlatformChar>) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
}
