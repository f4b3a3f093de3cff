// SPDX-License-Identifier: MIT

internal import TerminalTestSupport
internal import TestSupport

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
