// SPDX-License-Identifier: MIT

internal import Foundation
internal import TestSupport

/// A pipe with a name, whose other end a program under test opens: it reads and writes only as far as the test lets it.
final class NamedPipe {
    let path: String
    private var descriptor: Int32 = -1

    /// Creates the pipe; no one has it open yet.
    init(_ path: String) throws {
        self.path = path
        guard mkfifo(path, 0o600) == 0 else { throw Failure(call: "mkfifo") }
    }

    deinit {
        finish()
        unlink(path)
    }

    /// Closes the test's end: whoever reads from the pipe comes to its end.
    func finish() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Opens the end to write to as soon as the program has opened the other.
    func openForWriting() throws {
        // The system announces to nobody that the other end is open.
        try Deadline()
            .wait(for: "reader of \(path)") {
                descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
                if descriptor < 0, errno != ENXIO { throw Failure(call: "open") }
                return descriptor >= 0
            }
    }

    /// Opens the end to read from, which waits for no one.
    func openForReading() throws {
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(call: "open") }
    }

    /// Writes text, all of which the pipe has room for.
    func write(_ text: String) throws {
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(text.utf8))
    }

    /// Waits until the program has written something, and leaves it in the pipe.
    func waitForBytes() throws {
        guard Deadline().wait(for: POLLIN, on: descriptor) != 0 else { throw Failure("Nothing comes from \(path).") }
    }
}

// One test holds a pipe, step by step.
@available(*, unavailable)
extension NamedPipe: Sendable {}
