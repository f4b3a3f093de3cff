// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Synchronization

/// What recovery found in a store.
struct Recovered<State: DurableState>: Sendable {
    /// A journal's end that was never acknowledged.
    struct Tail: Sendable {
        /// The journal.
        var name: StoreFileName
        /// Where the last whole change ends; nil if not even the header is whole.
        var end: UInt64?
        /// The length of the file.
        var size: UInt64
        /// How it shows.
        var damage: Damage
    }

    /// The state, as of the last change that is whole.
    var state: State
    /// The store's identity; nil if no header is whole.
    var identity: UUID?
    /// The snapshot that was used.
    var snapshot: SnapshotInfo?
    /// Newer snapshots that could not be.
    var damagedSnapshots: [Damage] = []
    /// How many changes were replayed from journals.
    var replayed: UInt64 = 0
    /// The length of the journals they came from.
    var journalBytes: UInt64 = 0
    /// The end of the last journal, if it was cut short.
    var tail: Tail?
    /// The newest journal, as the next generation has to name it; nil if there is none.
    var predecessor: Predecessor?

    /// Whether the files are exactly what a clean end leaves behind, so that nothing has to be written again.
    var isClean: Bool { replayed == 0 && tail == nil && damagedSnapshots.isEmpty && snapshot != nil }
}

/// Finds the state that a store's files hold, without changing any of them.
struct Recovery<State: DurableState> {
    let directory: StoreDirectory
    let listing: StoreListing
    /// Told how many of how many bytes were read.
    var progress: (@Sendable (UInt64, UInt64) -> Void)?

    /// Finds the newest state: newest whole snapshot, then every journal since, in order.
    ///
    /// - Parameter limit: The last change to replay.
    /// - Returns: The state and how it was put together.
    /// - Complexity: O(n) in the bytes read.
    /// - Throws: `damaged` if an acknowledged change would be lost.
    func run(through limit: UInt64 = .max) throws(FileFailure) -> Recovered<State> {
        let headers = try checkHeaders()
        let history = StoreHistory(directory: directory, entries: headers)
        if let damage = try history.findDamage() { throw .damaged(damage) }
        let step = makeStep(headers)
        var recovered = try start(step)
        recovered.identity = headers.first { $0.value.header != nil }?.value.header?.identity
        recovered.predecessor = history.predecessor(of: recovered.snapshot?.generation)
        let first = recovered.snapshot?.generation ?? 0
        try replay(listing.journals.filter { $0 >= first }, into: &recovered, through: limit, step)
        if limit == .max { try checkCompleteness(recovered, headers) }
        return recovered
    }

    /// Reads every file's header; all must be of one store and under their own names.
    private func checkHeaders() throws(FileFailure) -> [StoreFileName: StoreHistory.Entry] {
        var headers: [StoreFileName: StoreHistory.Entry] = [:]
        for name in listing.files {
            let (file, status) = try directory.open(name.text, .read)
            defer { directory.fileSystem.close(file) }
            do {
                headers[name] = StoreHistory.Entry(header: try directory.readHeader(of: name, file), size: status.size)
            } catch {
                // A damaged header is judged where the file is needed.
                guard case .damaged = error else { throw error }
                headers[name] = StoreHistory.Entry(header: nil, size: status.size)
            }
        }
        try checkOwners(headers)
        return headers
    }

    private func checkOwners(_ headers: [StoreFileName: StoreHistory.Entry]) throws(FileFailure) {
        let owners = Dictionary(grouping: headers.keys) { headers[$0]?.header?.identity }.filter { $0.key != nil }
        guard owners.count > 1, let foreign = owners.min(by: { $0.value.count < $1.value.count }) else { return }
        let file = foreign.value.map(\.text).min() ?? ""
        throw .refused(file: file, reason: "it belongs to another store (\(foreign.key?.description ?? ""))")
    }

    /// Makes the function that readers tell how far they got.
    private func makeStep(_ headers: [StoreFileName: StoreHistory.Entry]) -> (@Sendable (UInt64) -> Void)? {
        guard let progress else { return nil }
        let newest = listing.snapshots.last ?? 0
        let total = headers.filter { $0.key.generation >= newest }.reduce(0) { $0 &+ $1.value.size }
        let counter = ProgressCounter()
        return { count in progress(min(counter.add(count), total), total) }
    }

    /// Reads the newest snapshot that is whole; without any, the empty state.
    private func start(_ step: (@Sendable (UInt64) -> Void)?) throws(FileFailure) -> Recovered<State> {
        var damaged: [Damage] = []
        for generation in listing.snapshots.reversed() {
            do {
                let (state, info, _) = try SnapshotFile.read(
                    State.self,
                    generation: generation,
                    in: directory,
                    progress: step
                )
                return Recovered(state: state, snapshot: info, damagedSnapshots: damaged)
            } catch {
                guard case .damaged(let damage) = error else { throw error }
                damaged.append(damage)
            }
        }
        if let damage = damaged.first, listing.journals.isEmpty { throw .damaged(damage) }
        return Recovered(state: State(), damagedSnapshots: damaged)
    }

    private func replay(
        _ journals: [UInt64],
        into recovered: inout Recovered<State>,
        through limit: UInt64,
        _ step: (@Sendable (UInt64) -> Void)?
    ) throws(FileFailure) {
        let before = recovered.state.sequence
        // A tail that is torn though a newer journal is there: harmless if that one begins at the tear.
        var unconfirmed: Damage?
        for generation in journals {
            guard recovered.state.sequence < limit || limit == .max else { break }
            let name = StoreFileName(.journal, generation)
            let scan = try JournalReader.read(
                name,
                after: recovered.state.sequence,
                in: directory,
                through: limit,
                progress: step
            ) { (change) throws(StoreError) in
                let sequence = recovered.state.sequence
                try recovered.state.replay(change: change)
                guard recovered.state.sequence == sequence &+ 1 else {
                    throw .storage("it does not count as one change")
                }
            }
            if case .damaged(let damage) = scan.ending { throw .damaged(unconfirmed ?? damage) }
            if let header = scan.header {
                try StoreHistory.check(header, after: recovered.predecessor)
                recovered.predecessor = header.predecessor(at: scan)
                unconfirmed = nil
            }
            recovered.journalBytes &+= scan.size
            guard case .torn(let damage) = scan.ending else { continue }
            if generation != journals.last {
                // Without even a header it was given up before its first change.
                if scan.header != nil { unconfirmed = damage }
                continue
            }
            let end = scan.header == nil ? nil : scan.end
            recovered.tail = Recovered.Tail(name: name, end: end, size: scan.size, damage: damage)
        }
        if let unconfirmed { throw .damaged(unconfirmed) }
        recovered.replayed = recovered.state.sequence - before
    }

    /// Refuses if a snapshot that could not be read may have had more than what was put together without it.
    private func checkCompleteness(
        _ recovered: Recovered<State>,
        _ headers: [StoreFileName: StoreHistory.Entry]
    ) throws(FileFailure) {
        let journals = headers.filter { $0.key.kind == .journal && $0.value.header != nil }
        let newestJournal = journals.keys.map(\.generation).max() ?? 0
        for damage in recovered.damagedSnapshots {
            guard let name = StoreFileName(damage.file) else { continue }
            if let header = headers[name]?.header {
                guard header.sequence > recovered.state.sequence else { continue }
                throw .damaged(damage)
            }
            // A journal of that generation or a later one begins after the last change of the snapshot, and it fitted.
            guard newestJournal >= name.generation else { throw .damaged(damage) }
        }
    }
}

/// Adds up what several readers report.
private final class ProgressCounter: Sendable {
    private let total = Mutex<UInt64>(0)

    func add(_ count: UInt64) -> UInt64 {
        total.withLock { total in
            total &+= count
            return total
        }
    }
}
