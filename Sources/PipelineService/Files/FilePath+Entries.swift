// SPDX-License-Identifier: MIT

internal import SystemPackage

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

// The two calls that swift-system has no name for.
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
}
