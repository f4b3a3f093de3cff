// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A directory that is gone with its last reference.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/pipeline-console-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError(number: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    /// Removes a file, or a directory with what is in it; links are not followed.
    private static func remove(_ path: String) {
        guard unlink(path) != 0, let directory = opendir(path) else { return }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                // The name is a C string inside the entry, read before the next one is.
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { remove(path + "/" + name) }
        }
        closedir(directory)
        rmdir(path)
    }

    /// Removes something in the directory, with everything in it.
    func remove(_ name: String) {
        Self.remove(file(name))
    }

    func file(_ name: String) -> String {
        path + "/" + name
    }

    func fill(_ name: String, with bytes: [UInt8]) throws {
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, mode_t(0o600))
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw SystemError(number: errno) }
    }

    func contents(of name: String) throws -> String {
        let descriptor = open(file(name), O_RDONLY)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        defer { close(descriptor) }
        var result: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &bytes, bytes.count)
            if count <= 0 { return String(decoding: result, as: UTF8.self) }
            result += bytes[..<count]
        }
    }

    func mode(_ name: String) throws -> mode_t {
        var status = stat()
        guard lstat(file(name), &status) == 0 else { throw SystemError(number: errno) }
        return status.st_mode & 0o7777
    }
}

/// A system call that failed.
struct SystemError: Error {
    var number: Int32
}
