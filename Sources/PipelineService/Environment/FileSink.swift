// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineStore
internal import SystemPackage

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Where the bytes of an export go, piece by piece.
package protocol ByteSink: Sendable {
    /// Writes bytes. Blocks until all are written, or the work should stop.
    ///
    /// - Throws: `StoreError` that names the file.
    mutating func write(_ bytes: UnsafeRawBufferPointer, unless stop: StopSignal) throws(StoreError)

    /// Puts what was written in its place.
    mutating func finish() throws(StoreError)

    /// Throws away what was written.
    mutating func discard()
}

/// A file that appears under its name when it is whole: written beside it, then renamed.
///
/// A file that was there keeps its permissions, and a symbolic link leads where it led. What is no regular file (a
/// pipe, a device) is written to directly, a pipe when somebody has opened it to read.
package struct FileSink: ByteSink {
    private let path: FilePath
    /// Where the file is written, which differs from its path where it is renamed at the end.
    private let target: FilePath
    private var descriptor: FileDescriptor?

    private var isTemporary: Bool { target != path }

    /// How often, in milliseconds, it is looked whether a pipe has a reader.
    private static let pause: Int32 = 20

    /// Opens the place for a file.
    ///
    /// - Parameters:
    ///   - text: The path.
    ///   - store: The directory of the open store; nil if it is in memory only.
    /// - Throws: `StoreError` of kind invalid that names the file and the system's reason, or says that it would be in
    ///   the directory of a store.
    package init(path text: String, outside store: String? = nil) throws(StoreError) {
        // What /dev/stdout leads to is written to under its name there.
        let isDevice = text.hasPrefix("/dev/")
        let path = isDevice ? FilePath(text) : FilePath(text).resolvingLinks
        if let directory = StorePlace.directory(holding: path.string, openStore: store) {
            throw .invalid("file", "file must be outside of the store's directory \(directory), not '\(text)'.")
        }
        self.path = path
        target = isDevice || path.isSpecialFile ? path : Self.neighbour(of: path)
        do {
            descriptor = try Self.open(target, permissions: path.permissions)
        } catch {
            throw .file(text, "cannot be written", error)
        }
    }

    /// Opens what is written to; nil for a pipe that nobody reads yet.
    private static func open(_ target: FilePath, permissions: FilePermissions?) throws -> FileDescriptor? {
        do {
            // The system may refuse to make a pipe that is there, where its directory is everybody's.
            let descriptor = try FileDescriptor.open(
                target,
                .writeOnly,
                options: [.truncate, .closeOnExec, .nonBlocking, target.isPipe ? [] : .create],
                permissions: permissions ?? [.ownerReadWrite, .groupRead, .otherRead]
            )
            guard isatty(descriptor.rawValue) == 0 else {
                try? descriptor.close()
                throw TerminalRefusal()
            }
            return descriptor
        } catch Errno.noSuchAddressOrDevice where target.isPipe {
            return nil
        }
    }

    /// Why a terminal is no place for a file: what came from outside could steer it.
    private struct TerminalRefusal: Error, CustomStringConvertible {
        var description: String { "It is a terminal; - writes to one, with control characters escaped" }
    }

    private static func neighbour(of path: FilePath) -> FilePath {
        var generator = SystemRandomNumberGenerator()
        let suffix = String(generator.next() as UInt64, radix: 36)
        return FilePath(path.string + ".\(suffix).tmp")
    }

    /// Writes bytes.
    package mutating func write(_ bytes: UnsafeRawBufferPointer, unless stop: StopSignal) throws(StoreError) {
        do {
            var rest = bytes[...]
            while !rest.isEmpty, !stop.isSet {
                guard let descriptor = try openedDescriptor(unless: stop) else { return }
                do {
                    rest = rest.dropFirst(try descriptor.write(UnsafeRawBufferPointer(rebasing: rest)))
                } catch Errno.resourceTemporarilyUnavailable {
                    stop.wait(for: descriptor.rawValue, .writing)
                }
            }
        } catch {
            throw .file(path.string, "cannot be written", error)
        }
    }

    /// What is written to, once somebody reads it; nil where the work should stop before.
    private mutating func openedDescriptor(unless stop: StopSignal) throws -> FileDescriptor? {
        while descriptor == nil, !stop.isSet {
            descriptor = try Self.open(target, permissions: nil)
            // The system tells nobody when a pipe is opened.
            if descriptor == nil { stop.wait(for: -1, .writing, milliseconds: Self.pause) }
        }
        return descriptor
    }

    /// Renames the file to its name.
    package mutating func finish() throws(StoreError) {
        do {
            // A pipe into which nothing was written has its reader told that there is nothing.
            if descriptor == nil { descriptor = try Self.open(target, permissions: nil) }
            try close()
            if isTemporary { try target.rename(to: path) }
        } catch {
            throw .file(path.string, "cannot be written", error)
        }
    }

    /// Removes the unfinished file.
    package mutating func discard() {
        try? close()
        if isTemporary { target.remove() }
    }

    /// Closes the file once: a number that is closed twice may be another file's by then.
    private mutating func close() throws {
        let open = descriptor
        descriptor = nil
        try open?.close()
    }
}
