// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Synchronization

extension StoreFiles {
    /// How often reading starts over because a writer changed the files underneath.
    private static var readOnlyAttempts: Int { 20 }

    /// Reads the store at `path` as it is at this moment, without a lock and without changing anything.
    static func openReadOnly(
        at path: String,
        _ options: StoreFilesOptions,
        _ fileSystem: any FileSystem
    ) throws(StoreError) -> OpenedStore<State> {
        guard let directory = try StoreDirectory.find(at: path, fileSystem: fileSystem) else {
            throw .notFound("There is no store at \(path).")
        }
        defer { fileSystem.close(directory.handle) }
        let recovered = try readUndisturbed(directory, options)
        var shared = StoreShared<State>(sequence: recovered.state.sequence)
        shared.condition = .readOnly
        shared.exists = true
        shared.lastSnapshot = recovered.snapshot
        shared.journalBytes = recovered.journalBytes
        let files = StoreFiles(
            path: path,
            options: options,
            fileSystem: fileSystem,
            lane: JournalLane(identity: recovered.identity ?? options.makeIdentity()),
            shared: shared
        )
        var report = RecoveryReport()
        report.snapshotGeneration = recovered.snapshot?.generation
        report.replayedChanges = recovered.replayed
        report.damagedSnapshots = recovered.damagedSnapshots
        return OpenedStore(state: recovered.state, files: files, report: report)
    }

    /// Reads again where it fails while files come and go or grow; what fails the same way thrice is damaged.
    private static func readUndisturbed(
        _ directory: StoreDirectory,
        _ options: StoreFilesOptions
    ) throws(StoreError) -> Recovered<State> {
        var failures: [FileFailure] = []
        while true {
            do throws(FileFailure) {
                let listing = try directory.listing()
                guard !listing.isVacant else { throw .refused(file: directory.path, reason: "there is no store in it") }
                return try Recovery(directory: directory, listing: listing, progress: options.progress).run()
            } catch {
                if case .refused(directory.path, _) = error {
                    throw .notFound("There is no store at \(directory.path).")
                }
                failures.append(error)
                let isSteady = failures.count >= 3 && failures.suffix(3).allSatisfy { $0 == error }
                if isSteady || failures.count >= readOnlyAttempts { throw directory.error(error) }
            }
        }
    }
}
