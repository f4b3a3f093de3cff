// SPDX-License-Identifier: MIT

internal import Foundation

/// A directory that is removed with its last reference.
package final class TemporaryDirectory: Sendable {
    /// The path, without a slash at its end.
    package let path: String

    /// Creates an empty directory.
    package init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/pipeline-XXXXXX").utf8CString)
        guard let name = mkdtemp(&template) else { throw Failure(call: "mkdtemp") }
        path = String(cString: name)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the directory.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file that its owner alone may read, and returns its path.
    @discardableResult
    package func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: file(name), contents: Data(bytes), attributes: attributes) else {
            throw Failure("\(name) cannot be written.")
        }
        return file(name)
    }

    /// Writes a file that its owner alone may read, and returns its path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

    /// The contents of a file as text.
    package func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: file(name))), as: UTF8.self)
    }

    /// Whether there is something of a name; links are not followed.
    package func contains(_ name: String) -> Bool { (try? permissions(of: name)) != nil }

    /// The permissions of something in the directory; links are not followed.
    package func permissions(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    /// The names of what is in the directory, or in a directory in it, in order.
    package func entries(of name: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(name)).sorted()
    }

    /// Removes something in the directory, with everything in it.
    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: file(name))
    }
}
