// SPDX-License-Identifier: MIT

import TestSupport

/// The program, run from outside: its input, what it wrote and how it ended.
enum Program {
    /// How a process ended.
    struct Result: Sendable {
        /// The exit status; 128 and its number if a signal killed the process.
        var status: Int32
        /// What it wrote to standard output.
        var output: String
        /// What it wrote to standard error.
        var errors: String
        /// The lines of standard output.
        var lines: [Substring] { Self.lines(of: output) }
        /// The lines of standard error.
        var errorLines: [Substring] { Self.lines(of: errors) }

        private static func lines(of text: String) -> [Substring] {
            text.utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) }
        }
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) throws -> Result {
        try run(arguments, input: Array(input.utf8), environment: environment)
    }

    /// Runs the program to its end with any bytes as its input.
    static func run(
        _ arguments: [String],
        input: [UInt8],
        environment: [String: String] = [:]
    ) throws -> Result {
        try execute(try BuiltProduct.path("pipeline"), arguments, input, environment)
    }

    /// Runs a script of the system's shell in which `$PIPELINE` is the program and `$DIR` a directory.
    static func shell(_ script: String, in directory: TemporaryDirectory) throws -> Result {
        let environment = ["PIPELINE": try BuiltProduct.path("pipeline"), "DIR": directory.path]
        return try execute("/bin/sh", ["-c", "cd \"$DIR\" || exit 99\n" + script], [], environment)
    }

    private static func execute(
        _ executable: String,
        _ arguments: [String],
        _ input: [UInt8],
        _ environment: [String: String]
    ) throws -> Result {
        let deadline = Deadline()
        let (input, output, errors) = (try ScratchFile(input), try ScratchFile(), try ScratchFile())
        let process = try ChildProcess(
            executable,
            arguments,
            environment: environment,
            streams: .descriptors(input: input.descriptor, output: output.descriptor, errors: errors.descriptor)
        )
        let status = try process.waitForExit(before: deadline)
        return Result(status: status, output: output.text, errors: errors.text)
    }
}
