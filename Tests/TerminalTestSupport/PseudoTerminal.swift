// SPDX-License-Identifier: MIT

internal import Foundation
internal import TestSupport

/// A program that runs on a terminal of its own, and the screen that a person would see.
///
/// Every wait ends as soon as its condition holds, or fails at a deadline with what the screen shows.
package final class PseudoTerminal {
    /// The screen after everything that was read.
    package private(set) var screen: VirtualScreen
    private let process: ChildProcess
    private let ends: Ends

    /// Starts a program as the leader of a session of its own, on a new terminal.
    package init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        rows: Int = 24,
        columns: Int = 80
    ) throws {
        screen = VirtualScreen(rows: rows, columns: columns)
        ends = try Ends(rows: rows, columns: columns)
        let environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"].merging(environment) { $1 }
        process = try ChildProcess(executable, arguments, environment: environment, streams: .terminal(path: ends.name))
        ends.closeSlave()
    }

    /// The number of the program's process.
    package var processID: Int32 { process.id }

    /// Takes the terminal away, as a closed window or a lost connection does.
    package func hangUp() { ends.closeMaster() }

    /// Sends a signal to the program.
    package func send(signal: Int32) { process.send(signal: signal) }

    /// Changes the window's size, about which the program is told with SIGWINCH.
    package func resize(rows: Int, columns: Int) {
        drain()
        screen.resize(rows: rows, columns: columns)
        ends.resize(rows: rows, columns: columns)
    }

    /// Types text; a carriage return is the Return key.
    package func type(_ text: String) throws { try type(bytes: Array(text.utf8)) }

    /// Types bytes, reading what comes back meanwhile, so that neither side waits for the other for ever.
    package func type(bytes: [UInt8]) throws {
        let deadline = Deadline()
        var rest = bytes[...]
        while !rest.isEmpty {
            let events = deadline.wait(for: POLLIN | POLLOUT, on: ends.master)
            if events & POLLIN != 0 { _ = readSome() }
            if events & POLLOUT != 0 {
                let chunk = Array(rest.prefix(512))
                rest = rest.dropFirst(max(0, write(ends.master, chunk, chunk.count)))
            } else if events & POLLIN == 0 {
                throw failure("The terminal takes no more keys")
            }
        }
    }

    /// Looks at the terminal so many times, without waiting for anything: a way to let a little time go by.
    package func look(times: Int) {
        for _ in 0..<times { drain() }
    }

    /// Waits until the screen is as it should be.
    package func wait(for what: String, until condition: (VirtualScreen) -> Bool) throws {
        let deadline = Deadline()
        while !condition(screen) {
            guard deadline.wait(for: POLLIN, on: ends.master) != 0, readSome() else {
                throw failure("There is no \(what)")
            }
        }
    }

    /// Waits until a row of the screen is this line.
    package func wait(forLine line: String) throws {
        try wait(for: "line '\(line)'") { $0.shows(line) }
    }

    /// Waits until the row with the cursor is this line.
    package func wait(forCursorLine line: String) throws {
        try wait(for: "cursor in '\(line)'") { $0.cursorLine == line }
    }

    /// Waits until the program ends; 128 and the signal's number if a signal ended it.
    @discardableResult
    package func waitForExit() throws -> Int32 {
        let deadline = Deadline()
        // A program that writes ends only if somebody reads; the terminal of one that has ended is at its end.
        while ends.master >= 0, deadline.wait(for: POLLIN, on: ends.master) != 0, readSome() {}
        do {
            return try process.waitForExit(before: deadline)
        } catch {
            throw failure("\(error)")
        }
    }
}

// One test drives a terminal, step by step.
@available(*, unavailable)
extension PseudoTerminal: Sendable {}

extension PseudoTerminal {
    /// Whether the terminal reads whole lines and shows what is typed, as before a line editor took it.
    package var isCooked: Bool { ends.hasModes(ICANON | ECHO) }

    /// Whether the terminal reads whole lines, as it does while no line is edited.
    package var readsLines: Bool { ends.hasModes(ICANON) }

    /// Waits until whole lines of so many bytes were typed that the program has not read yet.
    package func wait(forTypedAhead count: Int32) throws {
        let slave = open(ends.name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { close(slave) }
        try Deadline()
            .wait(for: "\(count) bytes typed ahead") {
                var waiting: Int32 = 0
                return ioctl(slave, UInt(FIONREAD), &waiting) != 0 || waiting >= count
            }
    }

    private func failure(_ what: String) -> Failure {
        let rows = screen.transcript.joined(separator: "\n").split(separator: "\n").suffix(60).joined(separator: "\n")
        return Failure("\(what); the screen shows:\n\(rows)\n— with the cursor in '\(screen.cursorLine)'.")
    }

    /// Reads everything that is there already.
    private func drain() {
        var waiting = pollfd(fd: ends.master, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 0) > 0, readSome() {}
    }

    /// Reads what comes next; false if nothing will come any more.
    private func readSome() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(ends.master, &bytes, bytes.count)
        guard count > 0 else { return false }
        screen.feed(bytes[..<count])
        return true
    }
}

extension PseudoTerminal {
    /// The two ends of a new terminal.
    final class Ends {
        private(set) var master: Int32 = -1
        private var slave: Int32 = -1
        let name: String

        init(rows: Int, columns: Int) throws {
            var name = [CChar](repeating: 0, count: 128)
            guard openpty(&master, &slave, &name, nil, nil) == 0 else { throw Failure(call: "openpty") }
            self.name = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            _ = fcntl(master, F_SETFD, FD_CLOEXEC)
            _ = fcntl(slave, F_SETFD, FD_CLOEXEC)
            resize(rows: rows, columns: columns)
        }

        deinit {
            closeSlave()
            closeMaster()
        }

        /// Leaves the terminal to the program: kept open here, it would never be seen to end.
        func closeSlave() {
            if slave >= 0 { close(slave) }
            slave = -1
        }

        func closeMaster() {
            if master >= 0 { close(master) }
            master = -1
        }

        func resize(rows: Int, columns: Int) {
            var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
            _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        }

        func hasModes(_ flags: Int32) -> Bool {
            var modes = termios()
            return tcgetattr(master, &modes) == 0 && modes.c_lflag & tcflag_t(flags) == tcflag_t(flags)
        }
    }
}
