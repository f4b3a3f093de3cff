// SPDX-License-Identifier: MIT

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// How a terminal reads and shows what is typed.
public struct TerminalModes: Sendable {
    private var modes: termios

    /// The modes of a terminal at this moment; nil where the descriptor is none.
    public init?(of terminal: Terminal) {
        var modes = termios()
        guard tcgetattr(terminal.descriptor, &modes) == 0 else { return nil }
        self.modes = modes
    }

    /// The same modes with whole lines that are shown as they are typed, but for the signs of control characters.
    ///
    /// The system shows a `^C` at some moment after the signal, when other text may stand there.
    public var showingLines: TerminalModes {
        var other = self
        other.modes.c_lflag |= tcflag_t(ECHO)
        other.modes.c_lflag &= ~tcflag_t(ECHOCTL)
        return other
    }

    /// Gives the modes to a terminal.
    public func apply(to terminal: Terminal) {
        var modes = modes
        tcsetattr(terminal.descriptor, TCSANOW, &modes)
    }
}
