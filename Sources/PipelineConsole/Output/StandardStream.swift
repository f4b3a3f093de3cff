// SPDX-License-Identifier: MIT

internal import Synchronization
private import SystemPackage

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
    /// Blocks if the reader is slow. Returns false if there is no reader any more, or the bytes cannot be written.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let longestPiece = isFile ? bytes.count : Self.atomicLength
        var rest = bytes[...]
        while !rest.isEmpty {
            guard waitForRoom(), let written = writeOnce(rest.prefix(longestPiece)) else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// Writes what the system takes of some bytes; returns how many, nil if it failed.
    private func writeOnce(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        let piece = UnsafeRawBufferPointer(rebasing: bytes)
        do {
            return try FileDescriptor(rawValue: descriptor).write(piece, retryOnInterrupt: false)
        } catch Errno.interrupted, Errno.wouldBlock {
            return 0
        } catch {
            if self == .output, let error = error as? Errno, error != .brokenPipe {
                outputFailure.store(error.rawValue, ordering: .relaxed)
            }
            return nil
        }
    }

    /// Writes as many bytes as a pipe takes without waiting; returns how many, nil if it failed.
    func writeReady(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var rest = bytes[...]
        while !rest.isEmpty {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&waiting, 1, 0) > 0 else { break }
            // What is ready takes this much at least, which is written at once (POSIX, `PIPE_BUF`).
            guard let written = writeOnce(rest.prefix(Self.atomicLength)) else { return nil }
            rest = rest.dropFirst(written)
        }
        return bytes.count - rest.count
    }

    /// The bytes that a pipe which is ready takes without waiting: 4096 on Linux, 512 wherever POSIX holds.
    private static var atomicLength: Int {
        #if os(Linux)
        4096
        #else
        512
        #endif
    }

    /// The descriptor that bytes are written to.
    private var descriptor: Int32 { self == .output ? outputDescriptor : errorDescriptor }

    /// Waits until the stream takes bytes; false if the session ends and its reader takes none.
    private func waitForRoom() -> Bool {
        var left = Self.grace
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            // After Ctrl-C has emptied a terminal's queue, the system wakes no one, so it has to be polled.
            let count = poll(&waiting, 1, Self.slice)
            // What is wrong with a descriptor that cannot be waited for, the write will tell.
            if count > 0 || count < 0 && errno != EINTR { return true }
            guard isEnding.load(ordering: .relaxed) else { continue }
            left -= Self.slice
            if left <= 0 { return false }
        }
    }

    /// How long, in milliseconds, a reader may take nothing when the session ends, and how often it is looked.
    private static let grace: Int32 = 2_000
    private static let slice: Int32 = 100

    /// Ends the session: whoever reads slowly is waited for a little longer, not forever.
    static func end() {
        isEnding.store(true, ordering: .relaxed)
    }

    /// Why standard output could not be written; nil if it could, or if its reader is gone, which is not a failure.
    package static var failure: String? {
        let number = outputFailure.load(ordering: .relaxed)
        return number == 0 ? nil : "Standard output cannot be written: \(Errno(rawValue: number))."
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
    var isFile: Bool { hasType(S_IFREG) }

    /// Whether the stream is a pipe, which says truly how much it takes without waiting.
    var isPipe: Bool { hasType(S_IFIFO) }

    private func hasType(_ type: mode_t) -> Bool {
        var status = stat()
        return fstat(rawValue, &status) == 0 && status.st_mode & S_IFMT == type
    }
}

/// Whether the session ends.
private let isEnding = Atomic(false)
private let outputDescriptor = writingDescriptor(STDOUT_FILENO)
private let errorDescriptor = writingDescriptor(STDERR_FILENO)

/// A descriptor of our own for a terminal, on which writing never waits; any other stream is written to as it is.
///
/// The stream's own cannot be changed: whoever started the program has it too. A write that waits on a terminal sleeps
/// on when Ctrl-C empties its queue.
private func writingDescriptor(_ stream: Int32) -> Int32 {
    var name = [CChar](repeating: 0, count: 128)
    guard isatty(stream) == 1, ttyname_r(stream, &name, name.count) == 0 else { return stream }
    let own = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    return own >= 0 ? own : stream
}

/// The system's reason for which the last write to standard output failed, 0 if none did.
private let outputFailure = Atomic<Int32>(0)

/// The files that the standard streams are, by any of their names.
enum StandardFile {
    private static let inputNames: Set<String> = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]

    /// Whether a path is a name of standard input.
    ///
    /// The file that standard input comes from is another thing under its own name: it is read from its beginning.
    static func isInput(_ path: String) -> Bool { inputNames.contains(path) }

    /// Whether a path is a name of standard output or of the file that it is.
    ///
    /// Opened a second time, that file would be cut off, and written to in two places at once.
    static func isOutput(_ path: String) -> Bool {
        if path == "-" { return true }
        var named = stat()
        var own = stat()
        guard stat(path, &named) == 0, fstat(STDOUT_FILENO, &own) == 0 else { return false }
        return named.st_dev == own.st_dev && named.st_ino == own.st_ino
    }
}
