// SPDX-License-Identifier: MIT

import TerminalTestSupport
import TestSupport
import Testing

/// A directory with a store in it, and the program that runs there.
final class Place: Sendable {
    /// The moment at which every program here runs.
    static let now = "2025-12-26T10:30:00Z"
    /// Two users; the first has two costs, an unread notification and one that is read.
    static let commands = """
        user add 11111111-1111-4111-8111-111111111111 --email alice@example.com
        user add 22222222-2222-4222-8222-222222222222 --email bob@example.com
        login alice@example.com
        add cost --type training_compute --amount 42.50 --recorded-at 2025-12-20T10:00:00Z \
            --id 00000000-0000-4000-8000-000000000001
        add cost --type storage --amount 2.73 --recorded-at 2025-12-22T10:00:00Z \
            --id 00000000-0000-4000-8000-000000000002
        add notification --type job_completed --title 'Training completed' --message 'It took 2 h and cost 42.50.' \
            --priority high --created-at 2025-12-26T10:00:00Z --id 9b1d0000-0000-4000-8000-000000000001
        add notification --type artifact_ready --title 'Model ready for download' --message '日本語のモデル is ready.' \
            --created-at 2025-12-25T10:00:00Z --id aaaa0000-0000-4000-8000-000000000002
        read aaaa0000

        """

    let directory: TemporaryDirectory

    /// Makes a store by running commands.
    init(_ commands: String = Place.commands) throws {
        directory = try TemporaryDirectory()
        try directory.write("setup.pipeline", commands)
        let setup = try start(["-f", directory.file("setup.pipeline")], user: nil)
        #expect(try setup.waitForExit() == 0)
    }

    /// The path of the file that keeps the history.
    var historyFile: String { "state/pipeline/history" }

    /// Starts the program on a terminal of its own.
    func start(
        _ arguments: [String] = [],
        user: String? = "alice",
        environment: [String: String] = [:],
        rows: Int = 24,
        columns: Int = 80
    ) throws -> PseudoTerminal {
        try PseudoTerminal(
            BuiltProduct.path("pipeline"),
            self.arguments(user: user) + arguments,
            environment: self.environment.merging(environment) { $1 },
            rows: rows,
            columns: columns
        )
    }

    /// The program's options that make it work here.
    func arguments(user: String?) -> [String] {
        ["--store", directory.file("store"), "--now", Self.now] + (user.map { ["--user", $0] } ?? [])
    }

    /// The environment that makes the program keep its history here.
    var environment: [String: String] { ["XDG_STATE_HOME": directory.file("state")] }

    /// The snapshots on disk, as the program lists them, oldest first.
    func snapshots() throws -> [String] {
        let listing = try start(["--read-only", "--format", "csv", "snapshots"], user: nil)
        guard try listing.waitForExit() == 0 else { throw Failure("The snapshots cannot be listed.") }
        return listing.screen.lines.filter { $0.first?.isNumber == true }
    }

    /// Starts the program and waits for its prompt.
    func prompt(
        _ arguments: [String] = [],
        user: String? = "alice",
        environment: [String: String] = [:],
        rows: Int = 24,
        columns: Int = 80
    ) throws -> Session {
        let terminal = try start(arguments, user: user, environment: environment, rows: rows, columns: columns)
        let session = Session(self, terminal)
        try session.wait(forInput: "", user: user == nil ? nil : "alice@example.com")
        return session
    }
}
