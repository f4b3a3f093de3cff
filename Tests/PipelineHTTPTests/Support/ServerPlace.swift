// SPDX-License-Identifier: MIT

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A directory for a server's store and keys, which is gone with its last reference.
final class ServerPlace: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/pipeline-server-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw ServerProcess.Failure(what: "mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    /// Removes a file, or a directory with what is in it; links are not followed.
    private static func remove(_ path: String) {
        guard unlink(path) != 0 else { return }
        for name in entries(path) { remove(path + "/" + name) }
        rmdir(path)
    }

    private static func entries(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                // The name is a C string inside the entry, read before the next one is.
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    @discardableResult
    func fill(_ name: String, _ text: some Sequence<UInt8>) throws -> String {
        let bytes = Array(text)
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, mode_t(0o600))
        guard descriptor >= 0 else { throw ServerProcess.Failure(what: "open") }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw ServerProcess.Failure(what: "write")
        }
        return file(name)
    }

    /// The names of the snapshots in the store.
    var snapshots: [String] { Self.entries(file("store")).filter { $0.hasSuffix(".snapshot") }.sorted() }

    /// The options that every server here has: its own store, the clock of the tokens, a free port.
    var options: [String] { ["--store", file("store"), "--now", TestServer.now, "--port", "0"] }

    /// The options with the secret of the tokens in a file.
    func optionsWithSecret() throws -> [String] {
        options + ["--jwt-secret-file", try fill("secret", TokenMint.secret + [UInt8(ascii: "\n")])]
    }
}
