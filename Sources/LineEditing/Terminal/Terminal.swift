// SPDX-License-Identifier: MIT

private import CLineEditing
private import SystemPackage

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// A descriptor that may be a terminal, and what can be asked of one.
package struct Terminal: Hashable, Sendable {
    /// The standard input.
    package static let standardInput = Terminal(descriptor: STDIN_FILENO)
    /// The standard output.
    package static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
    /// The standard error.
    package static let standardError = Terminal(descriptor: STDERR_FILENO)

    /// The descriptor that is asked.
    package var descriptor: Int32

    /// Makes a terminal of an open descriptor.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// The window's width in cells; nil if it is unknown.
    package var columns: Int? { size?.columns }

    /// The window's height in cells; nil if it is unknown.
    package var rows: Int? { size?.rows }

    /// Whether the environment asks for UTF-8 (`LC_ALL`, `LC_CTYPE`, `LANG`).
    package static var isUTF8: Bool { line_editing_environment_is_utf8() }

    /// Whether the environment names a terminal that can neither move its cursor nor erase (`TERM`).
    package static var isDumb: Bool {
        guard let name = getenv("TERM") else { return true }
        return ["", "dumb", "unknown"].contains(String(cString: name))
    }

    /// Takes the process's character set from the environment, or a UTF-8 one if that names none.
    ///
    /// - Returns: Whether the character set is UTF-8 now.
    @discardableResult
    static func prepareCharacterSet() -> Bool {
        line_editing_prepare_locale()
    }

    private var size: (rows: Int, columns: Int)? {
        var rows: Int32 = 0
        var columns: Int32 = 0
        guard line_editing_window_size(descriptor, &rows, &columns) else { return nil }
        return (Int(rows), Int(columns))
    }
}

extension Terminal {
    /// Whether another job of this session has the terminal, so that this process may neither read nor change it.
    var isInBackground: Bool {
        let group = tcgetpgrp(descriptor)
        // A terminal that does not control this session, or is gone, has no foreground to wait for.
        return group >= 0 && group != getpgrp()
    }

    /// Forgets what was typed and not read.
    func discardInput() {
        tcflush(descriptor, TCIFLUSH)
    }

    /// Writes text as it is; what the terminal does not take is lost, as there is no one to report it to.
    func write(_ text: String) {
        // A terminal that is gone is noticed when keys are read.
        try? FileDescriptor(rawValue: descriptor).writeWaiting(Array(text.utf8))
    }
}

/// How a terminal reads and shows what is typed.
package struct TerminalModes: Sendable {
    private var modes: termios

    /// The modes of a terminal at this moment; nil if the descriptor is not one.
    package init?(of terminal: Terminal) {
        var modes = termios()
        guard tcgetattr(terminal.descriptor, &modes) == 0 else { return nil }
        self.modes = modes
    }

    /// The same modes with whole lines that are shown as they are typed, but for the signs of control characters.
    ///
    /// The system shows a `^C` at some moment after the signal, when other text may stand there.
    package var showingLines: TerminalModes {
        var other = self
        other.modes.c_lflag |= tcflag_t(ECHO)
        other.modes.c_lflag &= ~tcflag_t(ECHOCTL)
        return other
    }

    /// Gives the modes to a terminal.
    package func apply(to terminal: Terminal) {
        var modes = modes
        tcsetattr(terminal.descriptor, TCSANOW, &modes)
    }
}

extension FileDescriptor {
    /// Writes every byte, waiting if a terminal that does not block takes none at the moment.
    fileprivate func writeWaiting(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                rest.removeFirst(try rest.withUnsafeBytes { try write($0) })
            } catch Errno.wouldBlock {
                var waiting = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            }
        }
    }
}
