// SPDX-License-Identifier: MIT

package import PipelineCore
internal import SystemPackage

/// A file that appears under its name when it is whole: written beside it, then renamed.
///
/// A file that was there keeps its permissions, and a symbolic link leads where it led. What is no regular file (a
/// pipe, a device) is written to directly.
package struct FileSink: ByteSink {
    private let path: FilePath
    private let temporary: FilePath?
    private let descriptor: FileDescriptor
    private var isOpen = true

    /// Opens the place for a file.
    ///
    /// - Throws: ``StoreError`` of kind invalid that names the file and the system's reason.
    package init(path text: String) throws(StoreError) {
        // What /dev/stdout leads to is written to under its name there.
        let isDevice = text.hasPrefix("/dev/")
        let path = isDevice ? FilePath(text) : FilePath(text).resolvingLinks
        self.path = path
        var target = path
        do {
            if let existing = try? FileDescriptor.open(path, .writeOnly, options: [.closeOnExec, .nonBlocking]) {
                let isRegular = (try? existing.seek(offset: 0, from: .end)) != nil && !isDevice
                try existing.close()
                if isRegular { target = Self.neighbour(of: path) }
            } else {
                target = Self.neighbour(of: path)
            }
            temporary = target == path ? nil : target
            let options: FileDescriptor.OpenOptions = [.create, .truncate, .closeOnExec]
            descriptor = try FileDescriptor.open(
                target,
                .writeOnly,
                options: options,
                permissions: path.permissions ?? [.ownerReadWrite, .groupRead, .otherRead]
            )
        } catch {
            throw .file(text, "cannot be written", error)
        }
    }

    private static func neighbour(of path: FilePath) -> FilePath {
        var generator = SystemRandomNumberGenerator()
        let suffix = String(generator.next() as UInt64, radix: 36)
        return FilePath(path.string + ".\(suffix).tmp")
    }

    /// Writes bytes.
    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        do {
            try descriptor.writeAll(bytes)
        } catch {
            throw .file(path.string, "cannot be written", error)
        }
    }

    /// Renames the file to its name.
    package mutating func finish() throws(StoreError) {
        do {
            // A number that is closed twice may be another file's by then.
            isOpen = false
            try descriptor.close()
            guard let temporary else { return }
            try temporary.rename(to: path)
        } catch {
            throw .file(path.string, "cannot be written", error)
        }
    }

    /// Removes the unfinished file.
    package mutating func discard() {
        if isOpen { try? descriptor.close() }
        isOpen = false
        temporary?.remove()
    }
}
