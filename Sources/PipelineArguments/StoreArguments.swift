// SPDX-License-Identifier: MIT

package import ArgumentParser
internal import PipelineConsole
package import PipelineCore
package import PipelineStore

/// The options that say where the store is and how it is kept, for every program that opens one.
package struct StoreArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("The store's directory (default: $PIPELINE_STORE, else ./snapshots).", valueName: "dir"),
        completion: .directory
    )
    package var store: String?

    @Option(help: ArgumentHelp("Use a fixed clock, for scripts and tests.", valueName: "time"))
    package var now: String?

    @Flag(help: "Keep everything in memory; use no disk.")
    package var memory = false

    @Option(
        help: ArgumentHelp("Seconds between background snapshots; skipped if nothing changed.", valueName: "seconds")
    )
    package var snapshotEvery: Int = 300

    @Option(help: ArgumentHelp("The number of snapshots to keep on disk, at least 2.", valueName: "n"))
    package var keep: Int = 3

    @Option(help: "When to flush the journal to disk.")
    package var fsync: FsyncPolicy = .always

    /// The most seconds between two snapshots: a year.
    private static let longestInterval = 31_536_000

    /// Makes the options, for the parser to fill.
    package init() {}

    /// Refuses values that no store can be kept with.
    package func validate() throws {
        guard (1...Self.longestInterval).contains(snapshotEvery) else {
            throw ValidationError(
                "--snapshot-every must be from 1 to \(Self.longestInterval) seconds, not '\(snapshotEvery)'."
            )
        }
        guard (2...1_000_000).contains(keep) else {
            throw ValidationError("--keep must be from 2 to 1000000, not '\(keep)'.")
        }
        guard store != "" else { throw ValidationError("--store must be the name of a directory, not ''.") }
        guard !(memory && store != nil) else { throw ValidationError("--memory and --store cannot be used together.") }
    }

    /// The store's directory; nil to keep it in memory.
    package var directory: String? { memory ? nil : store ?? Environment.value("PIPELINE_STORE") ?? "./snapshots" }

    /// The time between two background snapshots.
    package var snapshotInterval: Duration { .seconds(snapshotEvery) }

    /// The time at which the clock stands still; nil for the system's clock.
    ///
    /// - Throws: `ValidationError` if `--now` is not a timestamp.
    package func fixedTime() throws -> Timestamp? {
        guard let now else { return nil }
        do {
            return try Timestamp(parsing: now)
        } catch {
            throw ValidationError(error.described(field: "--now", text: now).details)
        }
    }
}

extension FsyncPolicy: ExpressibleByArgument {}
