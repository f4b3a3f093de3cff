// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import PipelineConsole
internal import PipelineCore
internal import PipelineService
internal import PipelineStore

/// The options that say where the store is and how it is kept, as `pipeline` has them.
struct StoreArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Where the store lives (default: PIPELINE_STORE, else ./snapshots).", valueName: "dir"))
    var store: String?

    @Option(help: ArgumentHelp("A fixed clock, for tokens too.", valueName: "time"))
    var now: String?

    @Flag(help: "No disk at all.")
    var memory = false

    @Option(help: ArgumentHelp("A snapshot in the background, where something changed.", valueName: "seconds"))
    var snapshotEvery: Int = 300

    @Option(help: ArgumentHelp("How many snapshots stay on disk, two at least.", valueName: "n"))
    var keep: Int = 3

    @Option(help: "When the journal reaches the disk: always, everysec or never.")
    var fsync: FsyncPolicy = .always

    func validate() throws {
        guard (1...31_536_000).contains(snapshotEvery) else {
            throw ValidationError("--snapshot-every takes a number of seconds from 1 to 31536000.")
        }
        guard store != "" else { throw ValidationError("--store takes the name of a directory.") }
        guard (2...1_000_000).contains(keep) else { throw ValidationError("--keep takes a number of two or more.") }
        guard !(memory && store != nil) else { throw ValidationError("--memory and --store exclude each other.") }
    }

    /// Where the store lives, nil for none: in memory alone.
    var directory: String? { memory ? nil : store ?? Environment.value("PIPELINE_STORE") ?? "./snapshots" }

    /// How the store's files are kept.
    var files: StoreFilesOptions { StoreFilesOptions(fsync: fsync, keep: keep) }

    /// What tells the time.
    ///
    /// - Throws: `ValidationError` where `--now` is no timestamp.
    func fixedTime() throws -> Timestamp? {
        guard let now else { return nil }
        do {
            return try Timestamp(parsing: now)
        } catch {
            throw ValidationError("--now '\(ValueError.excerpt(now))' \(error.rule).")
        }
    }
}

extension FsyncPolicy: ExpressibleByArgument {}
