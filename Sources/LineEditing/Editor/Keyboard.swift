// SPDX-License-Identifier: MIT

private import CLineEditing
internal import TerminalText

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// The terminal that keys come from: what was typed on it, and whether this process may read it.
struct Keyboard {
    /// What came of waiting for keys.
    enum Arrival {
        /// Keys were typed, or nothing happened.
        case keys
        /// Somebody woke the thread.
        case wake
        /// Another job has the terminal.
        case background
        /// The input has ended.
        case end
    }

    /// Why the process is stopped.
    enum StopReason {
        /// Somebody typed Ctrl-Z.
        case request
        /// Another job has the terminal.
        case background
    }

    /// How often a process that is continued in the background is stopped again before it gives up.
    private static let maximumStops = 64

    private let terminal: Terminal
    /// How the terminal was before the editor took it.
    private let modes: TerminalModes?
    private var decoder = UTF8Decoder()

    /// Makes a keyboard of a terminal, which is in the modes that it will be given back in.
    init(_ terminal: Terminal) {
        self.terminal = terminal
        modes = TerminalModes(of: terminal)
    }

    /// Takes the next scalar that was typed, or nil if none is there.
    mutating func next() -> Unicode.Scalar? { decoder.next() }

    /// Takes what was typed before the line was begun.
    ///
    /// In cooked mode the terminal keeps a Ctrl-D as a zero.
    mutating func takeTypeAhead() {
        guard decoder.isEmpty, line_editing_has_input(terminal.descriptor) else { return }
        let (bytes, _) = readBytes()
        decoder.append(bytes.map { $0 == 0 ? 4 : $0 })
    }

    /// Forgets what was typed.
    mutating func discardInput() {
        decoder.removeAll()
        terminal.discardInput()
    }

    /// Waits for keys, or until the pipe wakes the thread, and takes what there is.
    mutating func wait(orFor wakePipe: WakePipe) -> Arrival {
        let ready = line_editing_wait(terminal.descriptor, wakePipe.readEnd)
        if ready < 0 { return errno == EINTR || errno == EAGAIN ? .keys : .end }
        if ready & Int32(line_editing_wake_ready) != 0 { return .wake }
        let (bytes, number) = readBytes()
        switch number {
        case 0:
            decoder.append(bytes)
            return bytes.isEmpty ? .end : .keys
        case EINTR, EAGAIN:
            return .keys
        case EIO where terminal.isInBackground:
            // Reading in the background fails, since the thread blocks the signal that would stop it.
            return .background
        default:
            return .end
        }
    }

    private func readBytes() -> (bytes: [UInt8], number: Int32) {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(terminal.descriptor, &bytes, bytes.count)
        return count < 0 ? ([], errno) : (Array(bytes[..<count]), 0)
    }
}

extension Keyboard {
    /// Gives the terminal back as it was before the editor took it.
    func restoreModes() {
        modes?.apply(to: terminal)
    }

    /// Gives the terminal back as it was, unless another job has it.
    func restoreModesInForeground() {
        if !terminal.isInBackground { restoreModes() }
    }

    /// Stops the process as the system does by default, and returns when it is continued.
    static func stopProcess(_ reason: StopReason) {
        switch reason {
        case .request: line_editing_stop_process(SIGTSTP)
        case .background: line_editing_stop_process(SIGTTIN)
        }
    }

    /// Stops the process between two lines; a terminal that is lent is given back by whoever borrowed it.
    func stop(isLent: Bool) {
        guard !isLent else { return Self.stopProcess(.request) }
        let own = TerminalModes(of: terminal)
        restoreModesInForeground()
        Self.stopProcess(.request)
        if !terminal.isInBackground { own?.apply(to: terminal) }
    }

    /// Waits, stopped, until the process is in the foreground; false if nothing can bring it there.
    func waitForForeground() -> Bool {
        for _ in 0..<Self.maximumStops {
            if !terminal.isInBackground { return true }
            // In an orphaned group the signal does nothing, and the next round comes at once.
            Self.stopProcess(.background)
        }
        return false
    }
}
