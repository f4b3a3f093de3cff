// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The files that the standard streams are, by any of their names.
enum StandardFile {
    private static let inputNames: Set<String> = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]

    /// Whether a path is a name of standard input.
    ///
    /// The file that standard input comes from is another thing under its own name: it is read from its beginning.
    static func isInput(_ path: String) -> Bool { inputNames.contains(path) }

    /// Whether a path is a name of standard output or of the file that it is.
    ///
    /// Opened a second time, that file would be cut off, and written to in two places at once.
    static func isOutput(_ path: String) -> Bool {
        if path == "-" { return true }
        var named = stat()
        var own = stat()
        guard stat(path, &named) == 0, fstat(STDOUT_FILENO, &own) == 0 else { return false }
        return named.st_dev == own.st_dev && named.st_ino == own.st_ino
    }
}
