// SPDX-License-Identifier: MIT

private import CLineEditing

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

extension EditorThread {
    /// How often a process that is continued in the background is stopped again before it gives up.
    private static let maximumStops = 64

    /// Stops the process with the line on the screen, and draws it anew when continued; false where the terminal does
    /// not come back.
    func suspendEditing(_ signal: Int32) -> Bool {
        moveToEnd()
        line_editing_set_raw(session, false)
        modes?.apply(to: keyboard)
        terminal.write("\n")
        line_editing_stop_process(signal)
        guard waitForForeground() else { return false }
        line_editing_set_raw(session, true)
        line_editing_resize(session)
        terminal.write("\r")
        line_editing_refresh(session)
        return true
    }

    /// Stops the process between two lines.
    func stop(_ signal: Int32, isLent: Bool) {
        guard !isLent else { return line_editing_stop_process(signal) }
        let own = TerminalModes(of: keyboard)
        if !keyboard.isInBackground { modes?.apply(to: keyboard) }
        line_editing_stop_process(signal)
        if !keyboard.isInBackground { own?.apply(to: keyboard) }
    }

    /// Waits, stopped, until the process is in the foreground; false where nobody can bring it there.
    func waitForForeground() -> Bool {
        for _ in 0..<Self.maximumStops {
            if !keyboard.isInBackground { return true }
            // In an orphaned group the signal does nothing, and the next round comes at once.
            line_editing_stop_process(SIGTTIN)
        }
        return false
    }
}
