// SPDX-License-Identifier: MIT

internal import TerminalTestSupport

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A pipe with a name, whose other end a program under test opens: it reads and writes only as far as the test lets it.
final class NamedPipe {
    let path: String
    private var descriptor: Int32 = -1

    /// Makes the pipe; nobody has it open.
    init(_ path: String) throws {
        self.path = path
        guard mkfifo(path, 0o600) == 0 else { throw SystemError(number: errno) }
    }

    deinit {
        finish()
        unlink(path)
    }

    /// Closes the test's end: who reads from the pipe has read it all.
    func finish() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Opens the end to write to as soon as the program has opened the other.
    func openForWriting() throws {
        try open(O_WRONLY)
    }

    /// Opens the end to read from, which waits for nobody.
    func openForReading() throws {
        try open(O_RDONLY)
    }

    /// Writes text, all of which the pipe has room for.
    func write(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard systemWrite(descriptor, bytes, bytes.count) == bytes.count else { throw SystemError(number: errno) }
    }

    /// Waits until the program has written something, and leaves it in the pipe.
    func waitForBytes() throws {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Self.patience) > 0 else { throw SystemError(number: ETIMEDOUT) }
    }

    private static let patience = Int32(30_000 * Patience.factor)

    private func open(_ mode: Int32) throws {
        let deadline = ContinuousClock.now + .milliseconds(Int(Self.patience))
        repeat {
            descriptor = systemOpen(path, mode | O_NONBLOCK | O_CLOEXEC)
            if descriptor >= 0 { return }
            // The system tells nobody when the other end is opened.
            _ = poll(nil, 0, 1)
        } while errno == ENXIO && ContinuousClock.now < deadline
        throw SystemError(number: errno)
    }
}

// One test holds a pipe, step by step.
@available(*, unavailable)
extension NamedPipe: Sendable {}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
    open(path, flags)
}

private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
