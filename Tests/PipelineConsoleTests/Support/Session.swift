// SPDX-License-Identifier: MIT

import TerminalTestSupport

/// The program at its prompt, with the place that it works in, which lasts as long as the program.
final class Session {
    let place: Place
    private let terminal: PseudoTerminal

    init(_ place: Place, _ terminal: PseudoTerminal) {
        self.place = place
        self.terminal = terminal
    }

    /// The screen as it is after everything that was waited for.
    var screen: VirtualScreen { terminal.screen }

    /// Types text; a carriage return is the Return key.
    func type(_ text: String) throws { try terminal.type(text) }

    /// Changes the window's size.
    func resize(rows: Int, columns: Int) { terminal.resize(rows: rows, columns: columns) }

    /// Sends a signal to the program.
    func send(signal: Int32) { terminal.send(signal: signal) }

    /// Takes the terminal away, as a closed window does.
    func hangUp() { terminal.hangUp() }

    /// Waits until the program ends, and returns its exit status.
    func waitForExit() throws -> Int32 { try terminal.waitForExit() }

    /// Waits until the screen is as it should be.
    func wait(for what: String, until condition: (VirtualScreen) -> Bool) throws {
        try terminal.wait(for: what, until: condition)
    }

    /// Waits until a row of the screen is this line.
    func wait(forLine line: String) throws { try terminal.wait(forLine: line) }

    /// Waits until the cursor is in a row that reads so.
    func wait(forCursorLine line: String) throws { try terminal.wait(forCursorLine: line) }

    /// Waits until the line after the prompt is this one, with the cursor at its end.
    func wait(forInput text: String, user: String? = "alice@example.com") throws {
        let line = (user.map { "pipeline (\($0))> " } ?? "pipeline> ") + text
        // The tests type no wide characters at the prompt.
        let width = line.count
        try wait(for: "input \"\(line)\"") { screen in
            let shown = screen.cursorLine + String(repeating: " ", count: max(0, width - screen.cursorLine.count))
            return screen.cursorColumn == width && shown.hasPrefix(line)
                && (shown.count == width || shown.dropFirst(width).hasPrefix(" "))
        }
    }

    /// Enters a command, waits for a line of its answer and for the next prompt.
    func enter(_ command: String, answer line: String, user: String? = "alice@example.com") throws {
        try type(command + Key.enter)
        try wait(for: "answer \"\(line)\"") { $0.transcript.contains(line) }
        try wait(forInput: "", user: user)
    }
}

// One test drives a session, step by step.
@available(*, unavailable)
extension Session: Sendable {}
