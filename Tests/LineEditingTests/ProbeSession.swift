// SPDX-License-Identifier: MIT

internal import TerminalTestSupport

/// The keys that tests press.
enum Key {
    static let ctrlC = "\u{3}"
    static let ctrlD = "\u{4}"
    static let tab = "\t"
    static let enter = "\r"
    static let ctrlR = "\u{12}"
    static let ctrlZ = "\u{1A}"
    static let escape = "\u{1B}"
    static let up = "\u{1B}[A"
    static let down = "\u{1B}[B"
    static let left = "\u{1B}[D"
    static let erase = "\u{7F}"
}

extension PseudoTerminal {
    /// Starts the probe and waits for its prompt.
    static func probe(
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        rows: Int = 24,
        columns: Int = 80,
        prompt: String = "probe>"
    ) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            BuiltProduct.path("LineEditorProbe"),
            arguments,
            environment: environment,
            rows: rows,
            columns: columns
        )
        try terminal.wait(forCursorLine: prompt)
        return terminal
    }

    /// Enters a line and waits for what the probe says of it.
    func enter(_ line: String) throws {
        try type(line + Key.enter)
        try wait(forLine: "[\(line)] \(line.unicodeScalars.count)")
        try wait(forCursorLine: "probe>")
    }
}
