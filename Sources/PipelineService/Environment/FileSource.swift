// SPDX-License-Identifier: MIT

package import PipelineCore
internal import SystemPackage

/// Where the bytes of an import come from, piece by piece.
package protocol ByteSource: Sendable {
    /// How many bytes there are in all, nil where that is not known.
    var size: Int? { get }

    /// Reads the next bytes in the place of what `buffer` holds; none are left where it is empty then. Blocks until
    /// there are some, or the work should stop.
    ///
    /// - Throws: `StoreError` of kind invalid that names the file.
    mutating func read(into buffer: inout [UInt8], unless stop: StopSignal) throws(StoreError)

    /// Lets go of the file.
    func close()
}

/// A file that is read from its beginning to its end.
package struct FileSource: ByteSource {
    private let path: String
    private let descriptor: FileDescriptor
    /// How many bytes the file has, nil where it is no regular file.
    package let size: Int?

    private static let pieceLength = 1 << 20

    /// Opens a file.
    ///
    /// - Throws: `StoreError` of kind invalid that names the file and the system's reason.
    package init(path: String) throws(StoreError) {
        self.path = path
        do {
            // Neither the opening of a pipe nor reading from one waits where nobody could stop it.
            let options: FileDescriptor.OpenOptions = [.closeOnExec, .nonBlocking]
            descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: options)
            // A pipe has no end to seek to; its size is simply not known.
            let end = try? descriptor.seek(offset: 0, from: .end)
            if end != nil { try descriptor.seek(offset: 0, from: .start) }
            size = end.flatMap { $0 > 0 ? Int($0) : nil }
        } catch {
            throw .file(path, "cannot be read", error)
        }
    }

    /// Reads the next piece of at most a mebibyte.
    package mutating func read(into buffer: inout [UInt8], unless stop: StopSignal) throws(StoreError) {
        buffer = []
        while !stop.isSet {
            // A pipe that nobody has opened to write to looks as if it had ended until one waits for it.
            if size == nil { stop.wait(for: descriptor.rawValue, .reading) }
            do {
                buffer = try readPiece()
                return
            } catch Errno.resourceTemporarilyUnavailable {
                continue
            } catch {
                throw .file(path, "cannot be read", error)
            }
        }
    }

    private func readPiece() throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: Self.pieceLength) { bytes, count in
            // As many bytes as the system says it stored are initialised.
            count = try descriptor.read(into: UnsafeMutableRawBufferPointer(bytes))
        }
    }

    /// Closes the file.
    package func close() {
        try? descriptor.close()
    }
}

extension StoreError {
    /// An error of the system about a file.
    static func file(_ path: String, _ sentence: String, _ error: any Error) -> StoreError {
        let reason = (error as? Errno)?.description ?? String(describing: error)
        return .invalid("file", "'\(ValueError.excerpt(path))' \(sentence): \(reason).")
    }
}
