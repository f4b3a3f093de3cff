// SPDX-License-Identifier: MIT

internal import PipelineAnswers
internal import PipelineCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A file without a name that holds the rest of an answer and is gone with its last reference.
final class SpillFile: Sendable {
    private let descriptor: Int32

    /// The part of the file system, in hundredths, that is left to others.
    private static let percentForOthers: UInt64 = 5
    /// The bytes after which the room is looked at again.
    private static let stride = 8 << 20

    /// Makes an empty file.
    ///
    /// - Throws: `StoreError` of kind storage if there is none to be had.
    private init(in directory: String) throws(StoreError) {
        // The template has to end with six letters for the system to fill in, and with a zero.
        var template = Array("\(directory)/pipeline-server.XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .noRoom }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Writes the rest of an answer to a new file.
    ///
    /// - Throws: `StoreError` of kind storage if there is no room.
    convenience init(of answer: AnswerWriter, in directory: String) throws(StoreError) {
        try self.init(in: directory)
        var rest = answer
        var writer = ByteWriter(capacity: 1 << 20)
        var hasMore = true
        var unchecked = Self.stride
        while hasMore {
            if unchecked >= Self.stride {
                guard hasRoom else { throw .noRoom }
                unchecked = 0
            }
            writer.removeAll()
            hasMore = rest.writeNext(to: &writer, length: 1 << 19)
            guard writer.withBytes(append) else { throw .noRoom }
            unchecked += writer.count
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The bytes from a place on, at most `length`; none at the end.
    ///
    /// - Throws: `StoreError` of kind storage if they cannot be read.
    func bytes(at place: Int, length: Int) throws(StoreError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        let count = pread(descriptor, &bytes, length, off_t(place))
        guard count >= 0 else { throw .storage("The rest of an answer cannot be read.") }
        bytes.removeLast(length - count)
        return bytes
    }

    /// Adds bytes at the end; false if they do not fit.
    private func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The pointer is that of the bytes lent to this function, and `write` takes no more than there are.
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            guard count > 0 || (count < 0 && errno == EINTR) else { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }

    /// Whether the file system has more room than is left to others.
    private var hasRoom: Bool {
        var figures = statvfs()
        guard fstatvfs(descriptor, &figures) == 0 else { return false }
        return UInt64(figures.f_bavail) > UInt64(figures.f_blocks) / 100 * Self.percentForOthers
    }
}

extension StoreError {
    /// There is no room for what is left of an answer.
    fileprivate static var noRoom: StoreError { .storage("There is no room for the rest of an answer.") }
}
