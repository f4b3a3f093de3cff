// SPDX-License-Identifier: MIT

internal import Foundation

/// A file without a name, as a standard stream of a process.
package final class ScratchFile: Sendable {
    private let handle: FileHandle

    /// Creates a file with contents, to be read from its beginning.
    package init(_ contents: some Sequence<UInt8> = []) throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/pipeline-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure(call: "mkstemp") }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(contents))
        try handle.seek(toOffset: 0)
    }

    /// The descriptor, which lives as long as the file.
    package var descriptor: Int32 { handle.fileDescriptor }

    /// Everything that the file contains by now.
    package var text: String {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return "" }
        // The process writes at the descriptor's offset, which has to stay where it is.
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
