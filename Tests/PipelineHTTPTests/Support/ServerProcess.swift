// SPDX-License-Identifier: MIT

import TerminalTestSupport

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The server's program as a process, seen from outside.
final class ServerProcess {
    struct Failure: Error {
        let what: String
    }

    private let process: pid_t
    private let output: Int32
    private let errors: Int32
    private var status: Int32?

    /// Starts the program with an empty standard input.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(what: "pipe") }
        var template = Array("/tmp/pipeline-server-XXXXXX".utf8CString)
        errors = mkstemp(&template)
        unlink(template)
        output = ends[0]
        for descriptor in [ends[0], ends[1], errors] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        process = try Self.spawn(
            [try BuiltProduct.path("pipeline-server")] + arguments,
            environment,
            output: ends[1],
            errors: errors
        )
        close(ends[1])
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(output)
        close(errors)
    }

    private static func spawn(
        _ arguments: [String],
        _ environment: [String: String],
        output: Int32,
        errors: Int32
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
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
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
        var words = arguments.map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for string in words + settings { free(string) }
        }
        var process: pid_t = 0
        let result = posix_spawn(&process, arguments[0], &actions, &attributes, &words, &settings)
        guard result == 0 else { throw Failure(what: "posix_spawn: \(result)") }
        return process
    }

    /// The address, which is the first line of standard output.
    func address() throws -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while byte != UInt8(ascii: "\n") {
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(30_000 * Patience.factor)) > 0, read(output, &byte, 1) == 1 else {
                throw Failure(what: "no address: \(log)")
            }
            line.append(byte)
        }
        return String(decoding: line.dropLast(), as: UTF8.self)
    }

    /// A client of the server.
    func client() throws -> LoopbackClient {
        let address = try address()
        guard address.hasPrefix("http://127.0.0.1:"), let port = Int(address.dropFirst(17)) else {
            throw Failure(what: "the address is '\(address)'")
        }
        return LoopbackClient(port: port)
    }

    /// What the program wrote to standard error so far.
    var log: String {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = pread(errors, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    func send(signal: Int32) {
        kill(process, signal)
    }

    /// Waits until the program ends; 128 and the signal's number where a signal ended it.
    func exitStatus() throws -> Int32 {
        if let status { return status }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(60 * Patience.factor)
        var word: Int32 = 0
        while waitpid(process, &word, WNOHANG) != process {
            guard clock.now < end else { throw Failure(what: "the program does not end: \(log)") }
            _ = poll(nil, 0, 5)
        }
        let signal = word & 0x7F
        let result = signal == 0 ? (word >> 8) & 0xFF : 128 + signal
        status = result
        return result
    }

    /// Waits until a condition holds.
    func wait(for what: String, until condition: () async throws -> Bool) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(60 * Patience.factor)
        while try await !condition() {
            guard clock.now < end else { throw Failure(what: "no \(what): \(log)") }
        }
    }
}

// One test drives a process, step by step.
@available(*, unavailable)
extension ServerProcess: Sendable {}
