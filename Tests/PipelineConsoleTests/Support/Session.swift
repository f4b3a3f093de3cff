// SPDX-License-Identifier: MIT

import TerminalTestSupport
import TestSupport

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

    /// Whether the terminal reads whole lines and shows what is typed, as a shell expects it.
    var isCooked: Bool { terminal.isCooked }

    /// Waits until the terminal reads whole lines and shows what is typed.
    func waitUntilCooked() throws {
        try Deadline()
            .wait(for: "terminal that shows its lines") {
                look(times: 1)
                return isCooked
            }
    }

    /// Lets so many glances at the terminal go by.
    func look(times: Int) { terminal.look(times: times) }

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

    /// Waits for the prompt; false where the program ends before it.
    func waitForPromptOrExit() throws -> Bool {
        do {
            try wait(forInput: "")
            return true
        } catch {
            // The terminal of a program that has ended is closed; one that does not come to its prompt fails here.
            _ = try waitForExit()
            return false
        }
    }

    /// Enters a command and waits until its line was taken; what it answers is still to come.
    func start(_ command: String) throws {
        try type(command + Key.enter)
        let text = command.filter { $0 != " " }
        try wait(for: "line to be taken") { screen in
            screen.cursorLine.isEmpty && screen.lines.joined().filter { $0 != " " }.hasSuffix(text)
        }
    }

    /// Adds a cost of 1 and waits until the right prompt has it in its total.
    func change() throws {
        try type("add cost --type storage --amount 1" + Key.enter)
        try wait(for: "record") { $0.lines.contains { $0.contains("storage") && !$0.contains("--type") } }
        try wait(forInput: "")
    }

    /// Enters a command, waits for a line of its answer and for the next prompt.
    ///
    /// The line is a whole one, or the beginning of one.
    func enter(
        _ command: String,
        answer line: String,
        user: String? = "alice@example.com",
        exactly: Bool = true
    ) throws {
        try type(command + Key.enter)
        try wait(for: "answer \"\(line)\"") { screen in
            screen.transcript.contains { exactly ? $0 == line : $0.hasPrefix(line) }
        }
        try wait(forInput: "", user: user)
    }
}

// One test drives a session, step by step.
@available(*, unavailable)
extension Session: Sendable {}
