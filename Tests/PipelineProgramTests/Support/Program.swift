// SPDX-License-Identifier: MIT

internal import TerminalTestSupport

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The program, run from outside: a process, its input, what it wrote and how it ended.
enum Program {
    /// How a process ended.
    struct Result: Sendable {
        /// The exit status; 128 and its number where a signal killed the process.
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

    /// A call of the system that failed.
    struct Failure: Error {
        var call: String
        var number: Int32
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
        let files = [try ScratchFile(input), try ScratchFile([]), try ScratchFile([])]
        let process = try spawn(executable, arguments, environment, files.map(\.descriptor))
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure(call: "waitpid", number: errno) }
        }
        let signal = status & 0x7F
        return Result(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
            output: String(decoding: try files[1].contents(), as: UTF8.self),
            errors: String(decoding: try files[2].contents(), as: UTF8.self)
        )
    }

    private static func spawn(
        _ executable: String,
        _ arguments: [String],
        _ environment: [String: String],
        _ descriptors: [Int32]
    ) throws -> pid_t {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        // Whoever runs the tests may block or ignore signals; the program starts with a clean slate.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        let variables = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"].merging(environment) { $1 }
        // The C strings live until the program has started.
        var argumentList = ([executable] + arguments).map { strdup($0) } + [nil]
        var environmentList = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for string in argumentList + environmentList { free(string) }
        }
        var process: pid_t = 0
        let result = posix_spawn(&process, executable, &actions, &attributes, &argumentList, &environmentList)
        guard result == 0 else { throw Failure(call: "posix_spawn", number: result) }
        return process
    }
}
