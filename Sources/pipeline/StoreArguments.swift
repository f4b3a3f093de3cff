// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import PipelineConsole
internal import PipelineCore
internal import PipelineStore

/// The options that say where the store is and how it is kept.
struct StoreArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Where the store lives (default: PIPELINE_STORE, else ./snapshots).", valueName: "dir"),
        completion: .directory
    )
    var store: String?

    @Option(help: ArgumentHelp("A fixed clock, for scripts and tests.", valueName: "time"))
    var now: String?

    @Flag(help: "No disk at all.")
    var memory = false

    @Option(help: ArgumentHelp("A snapshot in the background, where something changed.", valueName: "seconds"))
    var snapshotEvery: Int = 300

    @Option(help: ArgumentHelp("How many snapshots stay on disk, two at least.", valueName: "n"))
    var keep: Int = 3

    @Option(help: "When the journal reaches the disk: always, everysec or never.")
    var fsync: FsyncPolicy = .always

    @Flag(help: "Open without the lock, beside a writer too; change nothing.")
    var readOnly = false

    /// The most seconds between two snapshots: a year.
    private static let longestInterval = 31_536_000

    func validate() throws {
        guard (1...Self.longestInterval).contains(snapshotEvery) else {
            throw ValidationError("--snapshot-every takes a number of seconds from 1 to \(Self.longestInterval).")
        }
        guard (2...1_000_000).contains(keep) else { throw ValidationError("--keep takes a number of two or more.") }
        guard store != "" else { throw ValidationError("--store takes the name of a directory.") }
        guard !(memory && readOnly) else { throw ValidationError("--memory and --read-only exclude each other.") }
        guard !(memory && store != nil) else { throw ValidationError("--memory and --store exclude each other.") }
    }

    /// What the options say to a session.
    func options() throws -> ConsoleOptions {
        var options = ConsoleOptions()
        options.directory = memory ? nil : directory
        options.files = StoreFilesOptions(fsync: fsync, keep: keep, readOnly: readOnly)
        options.snapshotInterval = .seconds(snapshotEvery)
        if let now {
            do {
                options.now = try Timestamp(parsing: now)
            } catch {
                throw ValidationError("--now '\(ValueError.excerpt(now))' \(error.rule).")
            }
        }
        return options
    }

    /// Where the store lives.
    var directory: String { store ?? Environment.value("PIPELINE_STORE") ?? "./snapshots" }
}
