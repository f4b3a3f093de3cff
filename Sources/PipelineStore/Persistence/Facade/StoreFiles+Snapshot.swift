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
        let need = try need(for: ticket)
        if case .nothing(let info) = need { return info }
        wakeWriter(.now)
        return try await DedicatedThread.run(isBackground: true) { () throws(StoreError) in
            try self.meet(need, ticket)
        }
    }

    /// Writes `state` to disk on this thread, as ``snapshot(of:)`` does on another.
    package func snapshotInline(of state: State) throws(StoreError) -> SnapshotInfo {
        let ticket = SnapshotTicket(state)
        return try meet(need(for: ticket), ticket)
    }

    /// What a snapshot that was asked for needs.
    private enum SnapshotNeed {
        /// The newest snapshot has every change already.
        case nothing(SnapshotInfo)
        /// A new journal, whose turn comes behind all changes so far, and the snapshot.
        case rotation
        /// A new generation, since there was no room for one when the store was opened.
        case generation
    }

    private func need(for ticket: SnapshotTicket<State>) throws(StoreError) -> SnapshotNeed {
        try shared.withLock { (shared) throws(StoreError) in
            switch shared.condition {
            case .serving, .full: break
            case .poisoned, .readOnly, .closed: if let refusal = shared.condition.refusal { throw refusal }
            }
            guard ticket.sequence == shared.queued else {
                throw shared.lastFailure
                    ?? StoreError(.internalError, "A snapshot of change \(ticket.sequence) after \(shared.queued).")
            }
            if shared.needsGeneration { return .generation }
            if let last = shared.lastSnapshot, last.sequence == ticket.sequence { return .nothing(last) }
            if !shared.exists, ticket.sequence == shared.durable {
                return .nothing(SnapshotInfo(generation: 0, bytes: 0, sequence: ticket.sequence, time: 0))
            }
            shared.enqueue(ticket)
            return .rotation
        }
    }

    private func meet(_ need: SnapshotNeed, _ ticket: SnapshotTicket<State>) throws(StoreError) -> SnapshotInfo {
        // Whatever happens, the state goes with this thread.
        defer { _ = ticket.takeState() }
        switch need {
        case .nothing(let info): return info
        case .rotation: return try writeSnapshot(ticket)
        case .generation: return try writeGeneration(ticket)
        }
    }

    /// Blocks until the rotation is done and the snapshot durable.
    private func writeSnapshot(_ ticket: SnapshotTicket<State>) throws(StoreError) -> SnapshotInfo {
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
                        try state(of: ticket),
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

    private func state(of ticket: SnapshotTicket<State>) throws(WriteFailure) -> State {
        guard let state = ticket.takeState() else {
            throw .refused(StoreError(.internalError, "A snapshot of change \(ticket.sequence) was written before."))
        }
        return state
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
    ///
    /// Of several at once the first one does it: changes are taken from then on, which a second generation of the same
    /// state would not have.
    private func writeGeneration(_ ticket: SnapshotTicket<State>) throws(StoreError) -> SnapshotInfo {
        let result: Result<SnapshotInfo, WriteFailure> = lane.withLock { lane in
            let (isDone, last) = shared.withLock { (!$0.needsGeneration, $0.lastSnapshot) }
            if isDone, let last { return .success(last) }
            do throws(WriteFailure) {
                guard let directory = lane.directory else { throw .refused(.storage("The store is closed.")) }
                let info = try lane.beginGeneration(try state(of: ticket), options, in: directory)
                shared.withLock { shared in
                    shared.generation = info.generation
                    shared.needsGeneration = false
                    if case .full = shared.condition { shared.condition = .serving }
                    shared.lastSnapshot = info
                }
                return .success(info)
            } catch {
                return .failure(error)
            }
        }
        return try settle(result)
    }
}
