// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The steps between finding a state and taking changes, each safe to be the last.
struct StoreOpening<State: DurableState> {
    let options: StoreFilesOptions
    let directory: StoreDirectory
    var lane: JournalLane
    let recovered: Recovered<State>
    private var report = RecoveryReport()
    private var condition = StoreCondition.serving
    private var snapshot: SnapshotInfo?
    private var needsGeneration = false

    init(
        options: StoreFilesOptions,
        directory: StoreDirectory,
        lane: JournalLane,
        recovered: Recovered<State>
    ) {
        self.options = options
        self.directory = directory
        self.lane = lane
        self.recovered = recovered
        snapshot = recovered.snapshot
        report.snapshotGeneration = recovered.snapshot?.generation
        report.replayedChanges = recovered.replayed
        report.damagedSnapshots = recovered.damagedSnapshots
    }

    /// Makes the files fit for changes: what was found is written anew, since the pages that were read may never
    /// have reached the disk, and only a new file is sure to.
    mutating func makeReady(_ listing: StoreListing) throws(StoreError) {
        do throws(SystemError) {
            try directory.tighten(listing)
            try directory.removeTemporaries(listing)
            // The newest snapshot may have its name in the cache alone.
            if recovered.isClean { try directory.flushNames() }
        } catch {
            guard error.isLackOfRoom else { throw .storage("The store \(directory.path) cannot be opened: \(error).") }
            stayFull(.storage("There is no room on the disk of \(directory.path): \(error)."))
            return
        }
        guard !recovered.isClean else { return }
        do throws(WriteFailure) {
            snapshot = try lane.beginGeneration(recovered.state, options, in: directory)
        } catch {
            guard case .noRoom(let reason) = error else { throw error.error }
            stayFull(reason)
            return
        }
        do throws(SystemError) {
            // Not before: until the new generation is durable, a cut that is lost again would make the tail look sound.
            try cutTail()
            for damage in recovered.damagedSnapshots {
                report.quarantined.append(try directory.moveAway(damage.file))
            }
            try directory.prune(keeping: options.keep)
        } catch {
            // What is old is only in the way; where there is no room to put it away, it stays.
            guard error.isLackOfRoom else {
                throw .storage("The store \(directory.path) cannot be tidied up: \(error).")
            }
        }
    }

    /// Makes the opened store from what was found and done.
    consuming func finish(_ path: String, _ fileSystem: any FileSystem) -> OpenedStore<State> {
        var shared = StoreShared<State>(sequence: recovered.state.sequence)
        shared.exists = true
        shared.condition = condition
        shared.needsGeneration = needsGeneration
        shared.lastSnapshot = snapshot
        shared.generation = lane.journal?.generation ?? 0
        shared.journalBytes = lane.journal?.end ?? 0
        let files = StoreFiles<State>(
            path: path,
            options: options,
            fileSystem: fileSystem,
            lane: lane,
            shared: shared
        )
        return OpenedStore(state: recovered.state, files: files, report: report)
    }

    private mutating func cutTail() throws(SystemError) {
        guard let tail = recovered.tail else { return }
        let copy = try directory.cut(tail.name, to: tail.end, size: tail.size)
        report.tornTail = tail.damage
        report.tornBytes = tail.size - (tail.end ?? 0)
        if let copy { report.quarantined.append(copy) }
    }

    private mutating func stayFull(_ error: StoreError) {
        needsGeneration = true
        condition = .full(
            .storage("\(error.details) The store can be read; make room and save, or open it again, to change it.")
        )
    }
}
