// SPDX-License-Identifier: MIT

import TerminalTestSupport
import TestSupport

/// The program as a job of an interactive shell, which can stop it and bring it back.
final class JobSession {
    private static let shellPrompt = "shell>"

    private let place: Place
    private let terminal: PseudoTerminal

    /// Starts the shell.
    init(_ place: Place, rows: Int = 24) throws {
        self.place = place
        let environment = place.environment.merging(["PS1": Self.shellPrompt + " ", "PAGER": "less"]) { $1 }
        terminal = try PseudoTerminal("/bin/sh", ["-i"], environment: environment, rows: rows)
        try terminal.wait(forCursorLine: Self.shellPrompt)
    }

    /// The number of the shell's process, which leads the session.
    var shellID: Int32 { terminal.processID }

    /// Starts the program and waits for its prompt.
    func startProgram() throws {
        let words = try [BuiltProduct.path("pipeline")] + place.arguments(user: "alice")
        try terminal.type(words.joined(separator: " ") + Key.enter)
        try wait(forInput: "")
    }

    /// Types text; a carriage return is the Return key.
    func type(_ text: String) throws { try terminal.type(text) }

    /// Lets so many glances at the terminal go by.
    func look(times: Int) { terminal.look(times: times) }

    /// Waits until the screen is as it should be.
    func wait(for what: String, until condition: (VirtualScreen) -> Bool) throws {
        try terminal.wait(for: what, until: condition)
    }

    /// Waits until the cursor is in a row that reads so.
    func wait(forCursorLine line: String) throws { try terminal.wait(forCursorLine: line) }

    /// Waits until the program's prompt has this line, with the cursor at its end.
    func wait(forInput text: String) throws {
        let line = "pipeline (alice@example.com)> " + text
        try wait(for: "input \"\(line)\"") { screen in
            screen.cursorColumn == line.count && (screen.cursorLine + " ").hasPrefix(line)
        }
    }

    /// Presses Ctrl-Z, uses the shell, and brings the program back.
    func suspendAndResume() throws {
        let stops = stopCount(terminal.screen)
        try terminal.type(Key.ctrlZ)
        // The shell asks for a command as soon as the program has stopped, and a pager may tidy up the screen later.
        try wait(for: "stop") { stopCount($0) > stops }
        let answer = "in-the-\(stops + 100)-shell"
        try terminal.type("echo in-the-$((\(stops) + 100))-shell" + Key.enter)
        // The shell may say its prompt after it has read the line.
        try wait(for: answer) { $0.lines.contains { $0.hasSuffix(answer) } }
        try terminal.wait(forCursorLine: Self.shellPrompt)
        try terminal.type("fg" + Key.enter)
    }

    /// How often the shell has said that the program has stopped.
    private func stopCount(_ screen: VirtualScreen) -> Int {
        screen.transcript.count { $0.contains("+ Stopped") }
    }

    /// Leaves the program, then the shell.
    func leave() throws {
        try terminal.type(Key.ctrlD)
        try terminal.wait(forCursorLine: Self.shellPrompt)
        try terminal.type("exit" + Key.enter)
        guard try terminal.waitForExit() == 0 else { throw Failure("The shell does not end well.") }
    }
}

// One test drives a session, step by step.
@available(*, unavailable)
extension JobSession: Sendable {}
