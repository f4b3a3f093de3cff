// SPDX-License-Identifier: MIT

internal import LineEditing
internal import Synchronization
private import SystemPackage

// `environ` is a variable of C, which nothing here changes; the attribute lets it be read.
#if canImport(Darwin)
@preconcurrency internal import Darwin
#elseif canImport(Musl)
@preconcurrency internal import Musl
#else
@preconcurrency internal import Glibc
#endif

/// The program that shows long answers a page at a time: `$PAGER`, else `less`.
struct Pager: Sendable {
    /// What the shell is told to run.
    private let script: String

    /// Finds the pager of the environment; nil if none is wanted, or the terminal cannot have one.
    init?() {
        if Environment.isEmpty("PAGER") { return nil }
        let command = Environment.value("PAGER")
        if command == nil, Terminal.isDumb { return nil }
        // Colours as they are, no page for what fits, and the answer stays on the screen: as git and psql have it.
        let settings = #"LESS="${LESS-FRX}" LV="${LV--c}"; export LESS LV;"#
        let missing = PagerProcess.missingStatus
        // In the shell's place the pager is the process that is waited for.
        let start = command.map { Self.isPlain($0) ? "exec \($0)" : $0 }
        script = "\(settings) \(start ?? "command -v less >/dev/null 2>&1 || exit \(missing); exec less")"
    }

    /// Whether a command is a program with its arguments, free of what means more to a shell.
    private static func isPlain(_ command: String) -> Bool {
        command.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: " -_./+,:@%".utf8.contains(byte)
            }
        }
    }

    /// Starts the pager; nil if it cannot be started.
    func start() -> PagerProcess? {
        PagerProcess(script: script)
    }
}

/// A pager that runs, with the pipe that it reads.
final class PagerProcess: Sendable {
    /// The exit status of a shell that finds no such program.
    static let missingStatus: Int32 = 127

    private let id: pid_t
    private let pipe: FileDescriptor
    private let hasEnded = Mutex(false)
    /// How the terminal was before the pager took it.
    private let modes: TerminalModes?
    /// How long a pager that is told to end may take.
    private static let grace = Duration.seconds(2)

    /// Starts the shell with a script; nil if descriptors or processes are short.
    init?(script: String) {
        let modes = TerminalModes(of: .standardOutput)
        self.modes = modes
        // A pager that is a script may read lines.
        modes?.showingLines.apply(to: .standardOutput)
        guard let (reading, writing) = Self.openPipe() else { return nil }
        let id = Self.spawn(script, reading: reading.rawValue)
        try? reading.close()
        guard let id else {
            try? writing.close()
            modes?.apply(to: .standardOutput)
            return nil
        }
        self.id = id
        pipe = writing
    }

    /// Writes bytes for the pager to show, waiting if it is slow; false if it reads no more.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        (try? pipe.writeAll(bytes)) != nil
    }

    /// Ends what there is to read, waits until the pager is gone, and returns its exit status.
    ///
    /// A pager that a signal ended may leave the terminal as it had it; the terminal gets back what it was before.
    func finish() -> Int32 {
        try? pipe.close()
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        hasEnded.withLock { $0 = true }
        let signal = status & 0x7F
        modes?.apply(to: .standardOutput)
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    /// Waits until the pager has stopped, as Ctrl-Z asks it to, or has ended; not for long.
    ///
    /// A shell takes the terminal as soon as this program stops. A pager that tidied up after that would leave the
    /// shell with its own modes.
    func waitUntilStopped() {
        for _ in 0..<Self.looks {
            var info = siginfo_t()
            let options = WEXITED | WSTOPPED | WNOHANG | WNOWAIT
            if waitid(P_PID, id_t(id), &info, options) != 0 || info.si_signo != 0 { return }
            _ = poll(nil, 0, Self.pause)
        }
    }

    /// How often, and after how many milliseconds, it is looked whether a pager has stopped.
    private static let looks = 200
    private static let pause: Int32 = 5

    /// Asks the pager to end, and kills it if it does not.
    func terminate() {
        send(SIGTERM)
        Task {
            try? await Task.sleep(for: Self.grace)
            send(SIGKILL)
        }
    }

    private func send(_ signal: Int32) {
        // Under the lock, so that the number is the pager's still.
        hasEnded.withLock { hasEnded in
            if !hasEnded { _ = kill(id, signal) }
        }
    }
}

extension PagerProcess {
    /// Opens a pipe whose ends no other process inherits; nil if descriptors are short.
    private static func openPipe() -> (reading: FileDescriptor, writing: FileDescriptor)? {
        guard let (reading, writing) = try? FileDescriptor.pipe() else { return nil }
        for end in [reading, writing] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        return (reading, writing)
    }

    /// Spawns the shell in our process group, so that it has the terminal, with all signals as a shell expects them.
    private static func spawn(_ script: String, reading descriptor: Int32) -> pid_t? {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        let environment = _NSGetEnviron().pointee
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        let environment = environ
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO)
        // Signals that this program blocks or ignores would stay so in the pager.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        // The C strings live until the shell has started.
        let words: [String] = ["sh", "-c", script]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var id: pid_t = 0
        return posix_spawn(&id, "/bin/sh", &actions, &attributes, &arguments, environment) == 0 ? id : nil
    }
}
