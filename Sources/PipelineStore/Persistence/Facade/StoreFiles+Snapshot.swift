// SPDX-License-Identifier: MIT

package import PipelineCore
internal import Synchronization

extension StoreFiles {
    /// Writes `state` to disk as a snapshot and returns when it is durable.
    ///
    /// The journal's rotation takes its place in the queue before this suspends, so call it where `state` is the
    /// newest: changes that come later belong to the new journal. Encoding and writing happen on a thread of low
    /// priority, which also lets go of the state: the caller is not held up by that. Where the newest snapshot has every
    /// change already, it is returned and nothing is written.
    ///
    /// - Complexity: O(n)
    /// - Throws: `storage` where it cannot be written; the store goes on with the snapshots it has.
    package func snapshot(of state: consuming State) async throws(StoreError) -> SnapshotInfo {
        let ticket = SnapshotTicket(state)
        if let info = try request(ticket) { return info }
        wakeWriter(.now)
        return try await DedicatedThread.run(isBackground: true) { () throws(StoreError) in
            try self.writeSnapshot(ticket)
        }
    }

    /// Writes `state` to disk on this thread, as ``snapshot(of:)`` does on another.
    package func snapshotInline(of state: State) throws(StoreError) -> SnapshotInfo {
        let ticket = SnapshotTicket(state)
        if let info = try request(ticket) { return info }
        return try writeSnapshot(ticket)
    }

    /// Queues the rotation for a snapshot, or returns the newest snapshot where that has every change already.
    private func request(_ ticket: SnapshotTicket<State>) throws(StoreError) -> SnapshotInfo? {
        try shared.withLock { (shared) throws(StoreError) in
            switch shared.condition {
            case .serving, .full: break
            case .poisoned, .readOnly, .closed: if let refusal = shared.condition.refusal { throw refusal }
            }
            guard ticket.sequence == shared.queued else {
                throw shared.lastFailure
                    ?? StoreError(.internalError, "A snapshot of change \(ticket.sequence) after \(shared.queued).")
            }
            guard !shared.needsGeneration else { return nil }
            if let last = shared.lastSnapshot, last.sequence == ticket.sequence { return last }
            if !shared.exists, ticket.sequence == shared.durable {
                return SnapshotInfo(generation: 0, bytes: 0, sequence: ticket.sequence, time: 0)
            }
            shared.enqueue(ticket)
            return nil
        }
    }

    /// Blocks until the rotation is done and the snapshot durable.
    private func writeSnapshot(_ ticket: SnapshotTicket<State>) throws(StoreError) -> SnapshotInfo {
        guard let state = ticket.takeState() else {
            throw StoreError(.internalError, "A snapshot of change \(ticket.sequence) was written before.")
        }
        if shared.withLock({ $0.needsGeneration }) { return try writeGeneration(state) }
        pump()
        let rotation = try ticket.rotation()
        let place = lane.withLock { ($0.directory, $0.identity) }
        guard let directory = place.0 else { throw .storage("The store is closed.") }
        let header = FileHeader(
            kind: .snapshot,
            generation: rotation.generation,
            identity: place.1,
            sequence: rotation.sequence
        )
        let result: Result<SnapshotInfo, WriteFailure> = snapshotLane.withLock { _ in
            do throws(WriteFailure) {
                return .success(
                    try SnapshotFile.write(
                        state,
                        header,
                        blockPayload: options.blockPayload,
                        in: directory
                    )
                )
            } catch {
                return .failure(error)
            }
        }
        let info = try settle(result)
        lane.withLock { $0.newestSnapshot = max($0.newestSnapshot, info.generation) }
        try prune(directory)
        return info
    }

    private func settle(_ result: Result<SnapshotInfo, WriteFailure>) throws(StoreError) -> SnapshotInfo {
        switch result {
        case .success(let info):
            shared.withLock { shared in
                shared.snapshotFailure = nil
                if info.generation > shared.lastSnapshot?.generation ?? 0 { shared.lastSnapshot = info }
            }
            return info
        case .failure(let failure):
            note(snapshotFailure: failure.error)
            if case .broken = failure { giveUp(failure) }
            throw failure.error
        }
    }

    /// Removes what the newest snapshot made superfluous; it is durable by now.
    func prune(_ directory: StoreDirectory) throws(StoreError) {
        do {
            try snapshotLane.withLock { (_) throws(SystemError) in try directory.prune(keeping: options.keep) }
        } catch {
            let failure = WriteFailure(fatal: error, "Old snapshots of \(path) cannot be removed")
            giveUp(failure)
            throw failure.error
        }
    }

    /// Writes what was recovered as a new generation, where there was no room for it when the store was opened.
    private func writeGeneration(_ state: State) throws(StoreError) -> SnapshotInfo {
        let result: Result<SnapshotInfo, WriteFailure> = lane.withLock { lane in
            do throws(WriteFailure) {
                guard let directory = lane.directory else { throw .refused(.storage("The store is closed.")) }
                return .success(try lane.beginGeneration(state, options, in: directory))
            } catch {
                return .failure(error)
            }
        }
        let info = try settle(result)
        shared.withLock { shared in
            shared.generation = info.generation
            shared.needsGeneration = false
            shared.condition = .serving
        }
        return info
    }
}
