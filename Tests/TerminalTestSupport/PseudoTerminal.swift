// SPDX-License-Identifier: MIT

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// A program that runs on a terminal of its own, and the screen that a person would see.
///
/// Nothing here sleeps for a fixed time: every wait ends as soon as what it waits for is there, or fails at a deadline.
public final class PseudoTerminal {
    /// A wait that failed, with what the screen showed.
    public struct Failure: Error, CustomStringConvertible {
        /// What failed.
        public let description: String

        /// Makes a failure from a sentence.
        public init(_ description: String) {
            self.description = description
        }
    }

    /// How long a wait may take unless told otherwise; long, since a passing test never waits it out.
    public static let patience: Duration = .seconds(30 * Patience.factor)

    /// The screen as it is after everything that was read.
    public private(set) var screen: VirtualScreen
    /// The number of the process.
    public let processID: Int32
    private var master: Int32
    private let name: String
    private var exitStatus: Int32?

    /// Starts a program as the leader of a session of its own, on a new terminal.
    public init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        rows: Int = 24,
        columns: Int = 80
    ) throws {
        screen = VirtualScreen(rows: rows, columns: columns)
        var environment = environment.merging(Self.plainEnvironment) { own, _ in own }
        environment = environment.filter { !$0.value.isEmpty }
        let terminal = try Self.openTerminal(rows: rows, columns: columns)
        master = terminal.master
        name = terminal.name
        do {
            processID = try Self.spawn(executable, arguments, environment, on: terminal)
        } catch {
            close(terminal.master)
            close(terminal.slave)
            throw error
        }
        // The program holds the terminal now; kept open here, it would never be seen to end.
        close(terminal.slave)
    }

    deinit {
        if exitStatus == nil {
            kill(processID, SIGKILL)
            var status: Int32 = 0
            _ = waitpid(processID, &status, 0)
        }
        hangUp()
    }

    /// Takes the terminal away, as a closed window or a lost connection does.
    public func hangUp() {
        if master >= 0 { close(master) }
        master = -1
    }

    private static let plainEnvironment = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
        "PATH": "/usr/bin:/bin",
    ]

    /// Types text; a carriage return is the Return key.
    public func type(_ text: String) throws {
        try type(bytes: Array(text.utf8))
    }

    /// Types bytes, reading what comes back meanwhile, so that neither side waits for the other for ever.
    public func type(bytes: [UInt8]) throws {
        let deadline = ContinuousClock.now + Self.patience
        var rest = bytes[...]
        while !rest.isEmpty {
            var descriptor = pollfd(fd: master, events: Int16(POLLIN | POLLOUT), revents: 0)
            guard poll(&descriptor, 1, Self.milliseconds(until: deadline)) > 0 else {
                throw failure("the terminal took no more keys")
            }
            if descriptor.revents & Int16(POLLIN) != 0 { _ = readSome() }
            guard descriptor.revents & Int16(POLLOUT) != 0 else {
                if descriptor.revents & Int16(POLLHUP | POLLERR) != 0 { throw failure("the terminal is gone") }
                continue
            }
            let chunk = Array(rest.prefix(512))
            let count = write(master, chunk, chunk.count)
            if count > 0 { rest = rest.dropFirst(count) }
        }
    }

    /// Changes the window's size, which the program is told with SIGWINCH.
    public func resize(rows: Int, columns: Int) {
        drain()
        screen.resize(rows: rows, columns: columns)
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Glances at the terminal so many times, without waiting for anything: a way to let a little time go by.
    public func look(times: Int) {
        for _ in 0..<times { drain() }
    }

    /// Sends a signal to the program.
    public func send(signal: Int32) {
        kill(processID, signal)
    }

    /// Waits until the screen is as it should be.
    public func wait(
        for what: String,
        within patience: Duration = PseudoTerminal.patience,
        until condition: (VirtualScreen) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + patience
        while !condition(screen) {
            guard waitForOutput(until: deadline) else { throw failure("no \(what)") }
        }
    }

    /// Waits until a row of the screen is this line.
    public func wait(forLine line: String) throws {
        try wait(for: "line \"\(line)\"") { $0.shows(line) }
    }

    /// Waits until the cursor is in a row that reads so.
    public func wait(forCursorLine line: String) throws {
        try wait(for: "cursor in \"\(line)\"") { $0.cursorLine == line }
    }

    /// Waits until the program ends; 128 and the signal's number where a signal ended it.
    @discardableResult
    public func waitForExit(within patience: Duration = PseudoTerminal.patience) throws -> Int32 {
        if let exitStatus { return exitStatus }
        let deadline = ContinuousClock.now + patience
        while true {
            var status: Int32 = 0
            if waitpid(processID, &status, WNOHANG) == processID {
                drain()
                let signal = status & 0x7F
                let result = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
                exitStatus = result
                return result
            }
            guard ContinuousClock.now < deadline else { throw failure("the program does not end") }
            if !readWithin(milliseconds: 20) { _ = poll(nil, 0, 5) }
        }
    }
}

// One test drives a terminal, step by step.
@available(*, unavailable)
extension PseudoTerminal: Sendable {}

extension PseudoTerminal {
    /// Whether the terminal reads whole lines and shows what is typed, as before a line editor took it.
    public var isCooked: Bool {
        var modes = termios()
        guard tcgetattr(master, &modes) == 0 else { return false }
        return modes.c_lflag & tcflag_t(ICANON) != 0 && modes.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Whether the terminal reads whole lines, as it does while no line is edited.
    public var readsLines: Bool {
        var modes = termios()
        return tcgetattr(master, &modes) == 0 && modes.c_lflag & tcflag_t(ICANON) != 0
    }

    /// Waits until whole lines of so many bytes were typed that the program has not read yet.
    public func wait(forTypedAhead count: Int32) throws {
        let deadline = ContinuousClock.now + Self.patience
        let slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(slave) }
        var waiting: Int32 = 0
        while ioctl(slave, UInt(FIONREAD), &waiting) == 0, waiting < count {
            guard ContinuousClock.now < deadline else { throw failure("only \(waiting) bytes were typed ahead") }
        }
    }

    private func failure(_ what: String) -> Failure {
        let rows = screen.transcript.joined(separator: "\n").split(separator: "\n").suffix(60).joined(separator: "\n")
        return Failure("\(what); the screen shows:\n\(rows)\n— cursor in \"\(screen.cursorLine)\"")
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        Int32(max(0, (deadline - .now) / .milliseconds(1)).rounded(.up))
    }

    /// Reads what comes next; false at the deadline or where nothing will come any more.
    private func waitForOutput(until deadline: ContinuousClock.Instant) -> Bool {
        while ContinuousClock.now < deadline {
            var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            let ready = poll(&descriptor, 1, Self.milliseconds(until: deadline))
            if ready > 0 { return readSome() }
            if ready < 0, errno != EINTR { return false }
        }
        return false
    }

    private func readWithin(milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0 && readSome()
    }

    /// Reads everything that is there already.
    private func drain() {
        while readWithin(milliseconds: 0) {}
    }

    private func readSome() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &bytes, bytes.count)
        guard count > 0 else { return false }
        screen.feed(bytes[..<count])
        return true
    }
}
