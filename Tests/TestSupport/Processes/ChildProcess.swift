// SPDX-License-Identifier: MIT

package import Foundation

/// A process of a test, which is killed with its last reference unless it has ended.
package final class ChildProcess {
    /// What the standard streams of a process are.
    package enum Streams: Sendable {
        /// Descriptors of this process.
        case descriptors(input: Int32, output: Int32, errors: Int32)
        /// A terminal, which the process controls as the leader of a new session.
        case terminal(path: String)

        fileprivate var isTerminal: Bool {
            if case .terminal = self { true } else { false }
        }
    }

    /// The number of the process.
    package let id: pid_t
    private var status: Int32?

    /// Starts a program with an environment that holds little but what is given.
    package init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        streams: Streams
    ) throws {
        #if canImport(Darwin)
        var (actions, attributes): (FileActions, Attributes) = (nil, nil)
        #else
        var (actions, attributes) = (FileActions(), Attributes())
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        Self.redirect(streams, in: &actions)
        Self.startClean(inNewSession: streams.isTerminal, &attributes)
        let variables = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"].merging(environment) { $1 }
        // The C strings live until the program has started.
        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        var settings = variables.filter { !$0.value.isEmpty }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for string in words + settings { free(string) }
        }
        var id: pid_t = 0
        errno = posix_spawn(&id, executable, &actions, &attributes, &words, &settings)
        guard errno == 0 else { throw Failure(call: executable) }
        self.id = id
    }

    deinit {
        guard status == nil else { return }
        send(signal: SIGKILL)
        reap()
    }

    /// Sends a signal to the process.
    package func send(signal: Int32) {
        if status == nil { kill(id, signal) }
    }

    /// Waits until the process ends.
    ///
    /// - Returns: The exit status; 128 and the signal's number if a signal ended the process.
    /// - Throws: ``Failure`` if it does not end in time, in which case it is killed.
    @discardableResult
    package func waitForExit(before deadline: Deadline) throws -> Int32 {
        if let status { return status }
        let id = id
        let watchdog = DispatchWorkItem { kill(id, SIGKILL) }
        let seconds = deadline.remaining / .seconds(1)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: watchdog)
        let result = reap()
        watchdog.cancel()
        guard !deadline.hasPassed else { throw Failure("The program does not end.") }
        return result
    }

    #if canImport(Darwin)
    private typealias FileActions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
    #else
    private typealias FileActions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
    #endif

    /// Prepares the standard streams.
    private static func redirect(_ streams: Streams, in actions: inout FileActions) {
        switch streams {
        case .descriptors(let input, let output, let errors):
            for (number, descriptor) in [input, output, errors].enumerated() {
                posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            }
        case .terminal(let path):
            posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
        }
    }

    /// Lets the program start with a clean slate: whoever runs the tests may block or ignore signals.
    private static func startClean(inNewSession isLeader: Bool, _ attributes: inout Attributes) {
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        #if canImport(Darwin)
        let newSession = POSIX_SPAWN_SETSID
        #else
        // POSIX_SPAWN_SETSID, which the C library shows to GNU sources alone.
        let newSession: Int32 = 0x80
        #endif
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (isLeader ? newSession : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    @discardableResult
    private func reap() -> Int32 {
        var word: Int32 = 0
        while waitpid(id, &word, 0) < 0, errno == EINTR {}
        let signal = word & 0x7F
        let result = signal == 0 ? word >> 8 & 0xFF : 128 + signal
        status = result
        return result
    }
}

// One test drives a process, step by step.
@available(*, unavailable)
extension ChildProcess: Sendable {}
