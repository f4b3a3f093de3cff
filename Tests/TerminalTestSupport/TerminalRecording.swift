// SPDX-License-Identifier: MIT

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// The bytes that a program sent to its terminal, from its start to its end.
public struct TerminalRecording: Sendable {
    /// The bytes, as the terminal got them.
    public let bytes: [UInt8]
    /// The program's exit status; 128 and the signal's number where a signal ended it.
    public let status: Int32

    /// Runs a program that asks for no key to its end.
    public init(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String],
        rows: Int = 24,
        columns: Int = 80
    ) throws {
        let ends = try PseudoTerminal.openTerminal(rows: rows, columns: columns)
        defer { close(ends.master) }
        let processID: Int32
        do {
            processID = try PseudoTerminal.spawn(executable, arguments, environment, on: ends)
        } catch {
            close(ends.slave)
            throw error
        }
        // The program holds the terminal now; kept open here, it would never be seen to end.
        close(ends.slave)
        var recorded: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(ends.master, &piece, piece.count)
            if count > 0 { recorded += piece[..<count] } else if count == 0 || errno != EINTR { break }
        }
        var result: Int32 = 0
        while waitpid(processID, &result, 0) < 0, errno == EINTR {}
        bytes = recorded
        let signal = result & 0x7F
        status = signal == 0 ? result >> 8 & 0xFF : 128 + signal
    }
}
