// SPDX-License-Identifier: MIT

import TerminalTestSupport
import TestSupport
import Testing

@Suite("Ctrl-C while a command runs", .serialized, .inTurn)
struct CommandSignalTests {
    private static let row =
        #"{"user_id":"11111111-1111-4111-8111-111111111111","cost_type":"t","amount":1}"# + "\n"
    private static let total = "Total 45.23  in 2 records"

    /// Stops what runs, and sees that the store is as it was and the prompt as ever.
    private func interrupt(_ session: Session, saying message: String) throws {
        try session.type(Key.ctrlC)
        try session.wait(for: "\"\(message)\"") { $0.lines.contains { $0.hasPrefix(message) } }
        try session.wait(forInput: "")
        try #require(!session.screen.lines.contains { $0.contains("^C") })
        try session.enter("costs", answer: Self.total)
    }

    @Test("Ctrl-C stops an import that waits for the next line of a pipe")
    func stopsImport() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C in an import from a pipe") { _ in
            let pipe = try NamedPipe(place.directory.file("rows.jsonl"))
            let session = try place.prompt()
            try session.type("import costs \(pipe.path)" + Key.enter)
            try pipe.openForWriting()
            try pipe.write(Self.row + Self.row)
            try interrupt(session, saying: "Cancelled: The import was stopped; nothing was added.")
        }
    }

    @Test("Ctrl-C stops an import from a pipe without a writer")
    func stopsOpening() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C in an import from a pipe without a writer") { _ in
            let pipe = try NamedPipe(place.directory.file("rows.jsonl"))
            let session = try place.prompt()
            try session.start("import costs \(pipe.path)")
            try session.type(Key.ctrlC)
            // Nothing shows whether the import has begun: before that, its line is dropped.
            try session.wait(for: "end") { screen in
                screen.shows("Cancelled: The import was stopped; nothing was added.") || screen.shows("^C")
            }
            try session.wait(forInput: "")
            try session.enter("costs", answer: Self.total)
        }
    }

    @Test("Ctrl-C stops an import of what is typed")
    func stopsTypedImport() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C in an import of what is typed") { _ in
            let session = try place.prompt()
            try session.type("import costs - --format jsonl" + Key.enter)
            // Nothing is shown of what is typed before the import reads it.
            try session.waitUntilCooked()
            try session.type(Self.row.dropLast() + Key.enter)
            try session.wait(for: "row") { $0.cursorLine.isEmpty && $0.lines.joined().contains("cost_type") }
            try interrupt(session, saying: "Cancelled: The import was stopped; nothing was added.")
        }
    }

    @Test("Ctrl-C stops an import of a large file")
    func stopsLargeImport() throws {
        let place = try Place()
        let rows = String(repeating: Self.row, count: 200_000)
        try place.directory.write("rows.jsonl", rows)
        Repetitions.run("Ctrl-C in an import") { _ in
            let session = try place.prompt()
            try session.type("import costs \(place.directory.file("rows.jsonl"))" + Key.enter)
            try session.wait(for: "progress") { $0.cursorLine.hasPrefix("import  [") }
            try interrupt(session, saying: "Cancelled: The import was stopped; nothing was added.")
        }
    }

    @Test("Ctrl-C stops a simulation")
    func stopsSimulation() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C in a simulation") { _ in
            let session = try place.prompt()
            try session.type("simulate --jobs 1000000 --users 50 --seed 1" + Key.enter)
            try session.wait(for: "progress") { $0.cursorLine.hasPrefix("simulate  [") }
            try interrupt(session, saying: "Cancelled: The simulation was stopped; nothing was added.")
        }
    }

    @Test("Ctrl-C right after the command is not lost")
    func stopsAtOnce() throws {
        let place = try Place()
        let command = "simulate --jobs 1000000 --users 50 --seed 1"
        Repetitions.run("Ctrl-C right after Enter") { _ in
            let session = try place.prompt()
            try session.start(command)
            try session.type(Key.ctrlC)
            try session.wait(forInput: "")
            try session.enter("costs", answer: Self.total)
        }
    }

    @Test("Ctrl-C stops the commands of a file, and those that would follow")
    func stopsSource() throws {
        let place = try Place()
        let commands = "simulate --jobs 1000000 --users 50 --seed 1\nadd cost --type t --amount 1\n"
        try place.directory.write("commands.pipeline", commands)
        Repetitions.run("Ctrl-C in source") { _ in
            let session = try place.prompt()
            try session.type("source \(place.directory.file("commands.pipeline"))" + Key.enter)
            try session.wait(for: "progress") { $0.cursorLine.hasPrefix("simulate  [") }
            try session.type(Key.ctrlC)
            try session.wait(for: "message") {
                $0.lines.joined().filter { $0 != " " }.contains(":1:Cancelled:Thesimulationwasstopped;nothingwasadded.")
            }
            try session.wait(forInput: "")
            try session.enter("costs", answer: Self.total)
        }
    }

    @Test("Ctrl-C stops a file of commands that is a pipe without a writer")
    func stopsWaitingSource() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C in source of a pipe") { _ in
            let pipe = try NamedPipe(place.directory.file("commands.pipeline"))
            let session = try place.prompt()
            try session.start("source \(pipe.path)")
            try session.type(Key.ctrlC)
            try session.wait(forInput: "")
            try session.enter("costs", answer: Self.total)
        }
    }

    @Test("Ctrl-C stops the watch command")
    func stopsWatch() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C in watch") { _ in
            let session = try place.prompt()
            try session.type("watch 0.1 whoami" + Key.enter)
            // The second round clears the screen and stands at its top.
            try session.wait(for: "second round") {
                $0.lines.first?.hasPrefix("alice@example.com  11111111") == true && $0.lines[2...].allSatisfy(\.isEmpty)
            }
            try session.type(Key.ctrlC)
            try session.wait(forInput: "")
            try #require(!session.screen.lines.contains { $0.contains("^C") })
            try session.enter("costs", answer: Self.total)
        }
    }

    /// A place with a user bob who has some ten thousand rows.
    private func crowdedPlace() throws -> Place {
        try Place(Place.commands + "login bob\nsimulate --jobs 1200 --seed 1\n")
    }

    @Test("Ctrl-C stops an export to the terminal")
    func stopsExport() throws {
        let place = try crowdedPlace()
        Repetitions.run("Ctrl-C in an export to the terminal") { _ in
            let session = try place.prompt()
            try session.type("export costs - --all --format csv" + Key.enter)
            try session.wait(for: "row") { $0.lines.last?.isEmpty == false && $0.lines[5].contains("training_compute") }
            try interrupt(session, saying: "Cancelled: The export was stopped.")
        }
    }

    @Test("Ctrl-C stops an export into a pipe without a reader")
    func stopsBlockedExport() throws {
        let place = try crowdedPlace()
        Repetitions.run("Ctrl-C in an export into a pipe") { _ in
            let pipe = try NamedPipe(place.directory.file("rows.csv"))
            try pipe.openForReading()
            let session = try place.prompt()
            try session.type("export costs \(pipe.path) --all" + Key.enter)
            try pipe.waitForBytes()
            try interrupt(session, saying: "Cancelled: The export was stopped.")
        }
    }

    @Test("Ctrl-C in the pager is handled by the pager", .needs("less"))
    func leavesPager() throws {
        let place = try Place()
        Repetitions.run("Ctrl-C in the pager") { _ in
            let session = try place.prompt(environment: ["PAGER": "less"], rows: 12)
            try session.type("help" + Key.enter)
            try session.wait(forCursorLine: ":")
            try session.type(Key.ctrlC)
            // It is still there, and shows its next page.
            try session.type(" ")
            try session.wait(for: "second page") { $0.cursorLine == ":" && !$0.lines[0].hasPrefix("Who") }
            try session.type("q")
            try session.wait(forInput: "")
            try session.enter("costs", answer: Self.total)
        }
    }
}
