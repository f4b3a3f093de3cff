// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Looks for the longest state that damaged files still give.
struct Salvage<State: DurableState> {
    /// A state that was put together, and where that had to end.
    struct Find {
        var state: State
        var damages: [Damage] = []
        /// The highest change that the files speak of.
        var mentioned: UInt64
    }

    let directory: StoreDirectory
    /// The files of the store; those of another are not among them.
    let snapshots: [UInt64]
    let journals: [UInt64]
    private let headers: [StoreFileName: FileHeader]

    /// Examines every header and keeps the files of the store to which most belong.
    init(_ directory: StoreDirectory, _ listing: StoreListing) {
        var files: [UUID: [StoreFileName]] = [:]
        var headers: [StoreFileName: FileHeader] = [:]
        for name in listing.files {
            guard let (file, _) = try? directory.open(name.text, .read) else { continue }
            defer { directory.fileSystem.close(file) }
            guard let header = try? directory.readHeader(of: name, file) else { continue }
            files[header.identity, default: []].append(name)
            headers[name] = header
        }
        let ours = files.values.max { $0.count < $1.count } ?? []
        self.directory = directory
        self.headers = headers
        snapshots = ours.filter { $0.kind == .snapshot }.map(\.generation).sorted()
        journals = ours.filter { $0.kind == .journal }.map(\.generation).sorted()
    }

    /// Tries every snapshot, and the empty state, as a start; returns the one that leads furthest.
    ///
    /// - Complexity: O(n) for each start.
    func run() -> Find? {
        var best: Find?
        var damages: [Damage] = []
        var mentioned: UInt64 = 0
        for start in snapshots.reversed().map(Optional.some) + [nil] {
            guard let find = attempt(from: start, through: .max, &damages) else { continue }
            mentioned = max(mentioned, find.mentioned)
            if find.state.sequence > best?.state.sequence ?? 0 || best == nil { best = find }
        }
        best?.damages.insert(contentsOf: damages, at: 0)
        best?.mentioned = mentioned
        return best
    }

    private func attempt(from start: UInt64?, through limit: UInt64, _ damages: inout [Damage]) -> Find? {
        guard var find = begin(start, &damages) else { return nil }
        var read = start.flatMap { headers[StoreFileName(.snapshot, $0)]?.predecessor }
        for generation in journals where generation >= start ?? 0 {
            let base = find.state.sequence
            // Of two histories that are mixed here one goes on, and never the one into the other.
            if let header = headers[StoreFileName(.journal, generation)] {
                guard (try? StoreHistory.check(header, after: read)) != nil else { continue }
            }
            var reached = base
            let scan = try? JournalReader.read(
                StoreFileName(.journal, generation),
                after: base,
                in: directory,
                through: limit
            ) { (change) throws(StoreError) in
                try find.state.replay(change: change)
                guard find.state.sequence == reached &+ 1 else { throw .storage("it does not count as one change") }
                reached += 1
            }
            guard let scan else { break }
            if let header = scan.header { read = header.predecessor(at: scan) }
            find.mentioned = max(find.mentioned, scan.sequence, scan.lost)
            guard case .damaged(let damage) = scan.ending else { continue }
            find.damages.append(damage)
            guard limit == .max else { break }
            // A change that failed halfway may have left its mark: once more, up to the last good one.
            let (mentioned, found) = (find.mentioned, find.damages)
            guard var again = attempt(from: start, through: reached, &damages) else { return nil }
            again.mentioned = mentioned
            again.damages = found
            return again
        }
        return find
    }

    private func begin(_ start: UInt64?, _ damages: inout [Damage]) -> Find? {
        guard let start else {
            let state = State()
            return Find(state: state, mentioned: state.sequence)
        }
        do {
            let read = try SnapshotFile.read(State.self, generation: start, in: directory, progress: nil)
            return Find(state: read.state, mentioned: read.state.sequence)
        } catch {
            if case .damaged(let damage) = error, !damages.contains(damage) { damages.append(damage) }
            return nil
        }
    }
}
