// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Looks for the longest state that damaged files still give.
struct Salvage<State: DurableState> {
    /// A state that was put together, and where that had to end.
    struct Find {
        var state: State
        var damages: [Damage] = []
        /// The highest change that the files speak of.
        var mentioned: UInt64 = 0
    }

    private let directory: StoreDirectory
    /// The files of the store; those of another are not among them.
    private let snapshots: [UInt64]
    private let journals: JournalOrder
    /// What the snapshots say of the journals before them.
    private let predecessors: [UInt64: Predecessor]
    /// The journals that were read, by generation.
    private var readings: [UInt64: Reading] = [:]
    /// Snapshots that could not be read.
    private var damages: [Damage] = []
    /// The highest change that the files speak of.
    private var mentioned: UInt64 = 0

    /// Where a journal was begun, and how often.
    private struct Reading {
        var base: UInt64
        var count = 0
    }

    /// How often a journal is read that refused a change of the state before: that of another start may take it.
    ///
    /// Whatever snapshots and journals hold, no byte is read more than this often, and once more for the state up to a
    /// refused change.
    private static var attempts: Int { 3 }

    /// Examines every header and keeps the files of the store to which most belong.
    ///
    /// - Throws: `system` if the system lacks what it takes to look at a file.
    init(_ directory: StoreDirectory, _ listing: StoreListing) throws(FileFailure) {
        var files: [UUID: [FileHeader]] = [:]
        for name in listing.files {
            guard let header = try Self.unlessUnreadable({ () throws(FileFailure) in try Self.header(name, directory) })
            else { continue }
            files[header.identity, default: []].append(header)
        }
        let ours = files.values.max { $0.count < $1.count } ?? []
        var predecessors: [UInt64: Predecessor] = [:]
        for header in ours where header.kind == .snapshot { predecessors[header.generation] = header.predecessor }
        self.directory = directory
        self.predecessors = predecessors
        snapshots = ours.filter { $0.kind == .snapshot }.map(\.generation).sorted()
        journals = JournalOrder(ours.filter { $0.kind == .journal })
    }

    /// Tries every snapshot, and the empty state, as a start; returns the one that leads furthest.
    ///
    /// - Complexity: O(n)
    /// - Throws: `system` if the system lacks what it takes to read a file.
    mutating func run() throws(FileFailure) -> Find? {
        var best: Find?
        var first = journals.generations.endIndex
        for start in snapshots.reversed().map(Optional.some) + [nil] {
            while first > 0, journals.generations[first - 1] >= start ?? 0 { first -= 1 }
            guard let find = try attempt(from: start, first) else { continue }
            if find.state.sequence > best?.state.sequence ?? 0 || best == nil { best = find }
        }
        best?.damages.insert(contentsOf: damages, at: 0)
        best?.mentioned = mentioned
        return best
    }

    /// Goes from a start through the journals; nil if it cannot be read, or leads nowhere that was not reached before.
    private mutating func attempt(from start: UInt64?, _ first: Int) throws(FileFailure) -> Find? {
        guard var find = try begin(start) else { return nil }
        var before = start.flatMap { predecessors[$0] }
        var begun: [UInt64] = []
        var isRefused = false
        var position = first
        while let index = journals.next(from: position, after: before) {
            position = index + 1
            let generation = journals.generations[index]
            let base = find.state.sequence
            if let reading = readings[generation], reading.base == base, reading.count >= Self.attempts {
                // From here on it would be as it was.
                settle(begun, isRefused: false)
                return nil
            }
            guard let scan = try read(generation, into: &find.state, &isRefused) else { break }
            mentioned = max(mentioned, scan.sequence, scan.lost)
            if let header = scan.header { before = header.predecessor(at: scan) }
            if scan.header?.sequence == base {
                readings[generation, default: Reading(base: base)].count += 1
                begun.append(generation)
            }
            guard case .damaged(let damage) = scan.ending else { continue }
            find.damages.append(damage)
            if isRefused {
                // A change that failed halfway may have left its mark: once more, up to the last good one.
                guard let state = try state(from: start, begun, through: scan.sequence) else { return nil }
                find.state = state
            }
            break
        }
        settle(begun, isRefused: isRefused)
        return find
    }

    /// Takes note of journals that are not to be read again: any state ends where this one did, or before.
    private mutating func settle(_ generations: [UInt64], isRefused: Bool) {
        guard !isRefused else { return }
        for generation in generations { readings[generation]?.count = Self.attempts }
    }

    private mutating func begin(_ start: UInt64?) throws(FileFailure) -> Find? {
        guard let start else { return Find(state: State()) }
        do {
            let state = try SnapshotFile.read(State.self, generation: start, in: directory, progress: nil).state
            mentioned = max(mentioned, state.sequence)
            return Find(state: state)
        } catch {
            if error.isPassing { throw error }
            if case .damaged(let damage) = error { damages.append(damage) }
            return nil
        }
    }
}

// MARK: - Reading

extension Salvage {
    /// Applies the changes of a journal, as far as they go; nil if it cannot be read at all.
    private func read(
        _ generation: UInt64,
        into state: inout State,
        through limit: UInt64 = .max,
        _ isRefused: inout Bool
    ) throws(FileFailure) -> JournalScan? {
        var isTaken = true
        defer { isRefused = !isTaken }
        return try Self.unlessUnreadable { () throws(FileFailure) in
            try JournalReader.read(
                StoreFileName(.journal, generation),
                after: state.sequence,
                in: directory,
                through: limit
            ) { (change) throws(StoreError) in
                let sequence = state.sequence
                isTaken = false
                try state.replay(change: change)
                guard state.sequence == sequence &+ 1 else { throw .storage("it does not count as one change") }
                isTaken = true
            }
        }
    }

    /// Puts the state together that a start and the journals that were read after it give up to a change.
    private func state(
        from start: UInt64?,
        _ journals: [UInt64],
        through limit: UInt64
    ) throws(FileFailure) -> State? {
        var state = State()
        if let start {
            let read = try Self.unlessUnreadable { () throws(FileFailure) in
                try SnapshotFile.read(State.self, generation: start, in: directory, progress: nil)
            }
            guard let read else { return nil }
            state = read.state
        }
        var isRefused = false
        for generation in journals where state.sequence < limit {
            guard try read(generation, into: &state, through: limit, &isRefused) != nil else { break }
        }
        return state
    }

    private static func header(_ name: StoreFileName, _ directory: StoreDirectory) throws(FileFailure) -> FileHeader {
        let (file, _) = try directory.open(name.text, .read)
        defer { directory.fileSystem.close(file) }
        return try directory.readHeader(of: name, file)
    }

    /// Returns what `body` does; nil if a file cannot be used, unless another time it could be.
    private static func unlessUnreadable<R>(_ body: () throws(FileFailure) -> R) throws(FileFailure) -> R? {
        do {
            return try body()
        } catch {
            guard error.isPassing else { return nil }
            throw error
        }
    }
}
