// SPDX-License-Identifier: MIT

/// Where the directories of stores are, for those who write other files.
package enum StorePlace {
    /// How many directories may lie above a file.
    private static let depth = 256

    /// Finds the directory of a store in which a file at `path` would be.
    ///
    /// Directories are compared by what they are, not by what they are called: neither links nor `..` lead around it.
    ///
    /// - Parameters:
    ///   - path: The path of a file, which need not be there.
    ///   - store: The directory of the open store, which need not be there either, nor have a file in it.
    ///   - fileSystem: Where both are.
    /// - Returns: The directory, for people; nil if the file would be in none.
    package static func directory(
        holding path: String,
        openStore store: String?,
        fileSystem: any FileSystem = PosixFileSystem()
    ) -> String? {
        var place = parent(of: path)
        if holdsStore(place, fileSystem) { return place }
        guard let store, let open = identity(of: store, fileSystem) else { return nil }
        var below: FileIdentity?
        for _ in 0..<depth {
            let here = identity(of: place, fileSystem)
            if here == open { return store }
            if let here, here == below { break }
            below = here
            // What is not there yet is made by its name.
            place = here == nil ? parent(of: place) : place + "/.."
        }
        return nil
    }

    private static func holdsStore(_ place: String, _ fileSystem: any FileSystem) -> Bool {
        guard let handle = try? fileSystem.openDirectory(at: place + "/.") else { return false }
        defer { fileSystem.close(handle) }
        return ((try? fileSystem.names(in: handle)) ?? []).contains { StoreFileName($0) != nil }
    }

    private static func identity(of place: String, _ fileSystem: any FileSystem) -> FileIdentity? {
        try? fileSystem.uninterrupted { () throws(SystemError) in try fileSystem.status(at: place + "/.").identity }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
