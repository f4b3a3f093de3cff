// SPDX-License-Identifier: MIT

internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// One of the two streams that a program writes to.
package enum StandardStream: Int32, Sendable {
    /// Answers.
    case output = 1
    /// Everything else.
    case error = 2

    /// Writes all bytes.
    ///
    /// Blocks where the reader is slow. Returns false where nobody reads any more, or the bytes cannot be written.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let written = systemWrite(rawValue, piece.baseAddress, piece.count)
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                var descriptor = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                _ = poll(&descriptor, 1, -1)
            } else if errno != EINTR {
                if self == .output, errno != EPIPE { outputFailure.store(errno, ordering: .relaxed) }
                return false
            }
        }
        return true
    }

    /// Why standard output could not be written; nil where it could, or where its reader is gone, which is no failure.
    package static var failure: String? {
        let number = outputFailure.load(ordering: .relaxed)
        return number == 0 ? nil : "Standard output cannot be written: \(String(cString: strerror(number)))."
    }

    /// Writes the bytes of a text.
    @discardableResult
    package func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// Opens something in the place of a stream that the program was started without.
    ///
    /// The first file that is opened would take its number, and the store's journal would be written to like a screen.
    /// Standard input is empty then; writing to standard output fails, so that no answer is lost in silence.
    package static func fillClosedStreams() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is the one that is missing.
            _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Whether writing never waits: a file takes its bytes at once.
    var isFile: Bool {
        var status = stat()
        return fstat(rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}

/// The system's reason for which the last write to standard output failed, 0 where none did.
private let outputFailure = Atomic<Int32>(0)

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
    Darwin.write(descriptor, bytes, count)
    #elseif canImport(Musl)
    Musl.write(descriptor, bytes, count)
    #else
    Glibc.write(descriptor, bytes, count)
    #endif
}
