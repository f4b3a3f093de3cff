// SPDX-License-Identifier: MIT

internal import Foundation
internal import TestSupport

/// The bytes that a program sent to its terminal, from its start to its end.
package struct TerminalRecording: Sendable {
    /// The bytes, as the terminal got them.
    package let bytes: [UInt8]
    /// The program's exit status; 128 and the signal's number if a signal ended it.
    package let status: Int32

    /// Runs a program that asks for no key to its end.
    package init(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String],
        rows: Int = 24,
        columns: Int = 80
    ) throws {
        let deadline = Deadline()
        let ends = try PseudoTerminal.Ends(rows: rows, columns: columns)
        let process = try ChildProcess(
            executable,
            arguments,
            environment: environment,
            streams: .terminal(path: ends.name)
        )
        ends.closeSlave()
        var recorded: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while deadline.wait(for: POLLIN, on: ends.master) != 0 {
            let count = read(ends.master, &piece, piece.count)
            guard count > 0 else { break }
            recorded += piece[..<count]
        }
        bytes = recorded
        status = try process.waitForExit(before: deadline)
    }
}
