// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The names in a directory, as completion offers them.
package enum DirectoryListing {
    /// The most names that are offered.
    private static let maximumCount = 4096

    /// Returns the paths that begin with what is typed, in order of their names; directories end in `/`.
    ///
    /// Hidden files are offered where the dot is typed; names that are no UTF-8 are left out, as they cannot be typed.
    package static func paths(beginningWith typed: String) -> [String] {
        let slash = typed.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { String(typed[...$0]) } ?? ""
        let beginning = String(typed.dropFirst(directory.count))
        var names: [String] = []
        forEachName(in: directory.isEmpty ? "." : directory) { name in
            guard name.hasPrefix(beginning), name != ".", name != ".." else { return true }
            if name.hasPrefix("."), !beginning.hasPrefix(".") { return true }
            names.append(name)
            return names.count < maximumCount
        }
        return names.sorted().map { directory + $0 + (isDirectory(directory + $0) ? "/" : "") }
    }

    private static func forEachName(in directory: String, _ body: (String) -> Bool) {
        guard let stream = opendir(directory) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            // The name is a C string inside the entry, copied before the next one is read.
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard let name = String(validating: bytes, as: UTF8.self) else { continue }
            if !body(name) { return }
        }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
