// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A file without a name that a process reads from or writes to.
final class ScratchFile: Sendable {
    let descriptor: Int32

    /// Makes a file with contents, to be read from its beginning.
    init(_ contents: [UInt8]) throws {
        var template = Array("/tmp/pipeline-scratch-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Program.Failure(call: "mkstemp", number: errno) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var start = 0
        while start < contents.count {
            let count = contents[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Program.Failure(call: "write", number: errno) }
            start += count
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit {
        close(descriptor)
    }

    /// All bytes of the file.
    func contents() throws -> [UInt8] {
        let length = Int(lseek(descriptor, 0, SEEK_END))
        lseek(descriptor, 0, SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: length)
        var start = 0
        while start < length {
            let count = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: start), length - start)
            }
            guard count > 0 else { throw Program.Failure(call: "read", number: errno) }
            start += count
        }
        return bytes
    }
}
