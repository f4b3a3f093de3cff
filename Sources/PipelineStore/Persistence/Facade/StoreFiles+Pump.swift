// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Synchronization

extension StoreFiles {
    /// Does what is waiting: frames, flushes, rotations.
    ///
    /// Blocks while the disk works. The store's own thread calls this; with ``StoreFilesOptions/Scheduling/inline`` the owner does.
    package func pump() {
        lane.withLock { work(&$0) }
    }

    /// Does what is waiting where nobody else is at it, and returns at once where somebody is.
    package func pumpIfIdle() {
        lane.withLockIfAvailable { work(&$0) }
    }

    private func work(_ lane: inout JournalLane) {
        while let work = shared.withLock({ $0.next(capacity: options.framePayload) }) {
            switch work {
            case .changes(let changes): write(changes, &lane)
            case .rotation(let ticket): rotate(ticket, &lane)
            }
        }
    }

    /// Brings the journal to the disk where a policy let it wait.
    package func flushJournal() {
        lane.withLock { lane in
            // Changes are acknowledged, if at all, by the holder of the lane: this is what the flush will cover.
            let acknowledged = shared.withLock { shared in
                shared.isFlushScheduled = false
                return shared.durable
            }
            do throws(WriteFailure) {
                try lane.journal?.flush()
                shared.withLock { $0.flushed = max($0.flushed, acknowledged) }
            } catch {
                giveUp(error)
            }
        }
    }

    private func write(_ changes: [JournalChange], _ lane: inout JournalLane) {
        guard let last = changes.last else { return }
        do throws(WriteFailure) {
            try prepare(&lane)
            try lane.journal?.write(changes[...], flushing: options.fsync == .always)
        } catch {
            giveUp(error)
            return
        }
        let bytes = lane.journal?.end ?? 0
        let (released, isFlushDue) = shared.withLock { shared in
            shared.journalBytes = bytes
            if options.fsync == .always { shared.flushed = last.sequence }
            let isFlushDue = options.fsync == .everySecond && !shared.isFlushScheduled
            if isFlushDue { shared.isFlushScheduled = true }
            return (shared.acknowledge(through: last.sequence), isFlushDue)
        }
        for waiter in released { waiter.continuation.resume(returning: .success(())) }
        if isFlushDue { flushInASecond() }
        watchRoom(lane)
    }

    /// Makes sure that there is a journal to write to.
    private func prepare(_ lane: inout JournalLane) throws(WriteFailure) {
        guard lane.journal == nil else { return }
        let durable = shared.withLock { $0.durable }
        let snapshot = try lane.establish(State.self, at: path, after: durable, options, fileSystem)
        let generation = lane.newest
        shared.withLock { shared in
            shared.exists = true
            shared.generation = generation
            if let snapshot { shared.lastSnapshot = snapshot }
        }
    }

    private func rotate(_ ticket: SnapshotTicket<State>, _ lane: inout JournalLane) {
        do throws(WriteFailure) {
            let rotation = try lane.rotate(after: ticket.sequence, options)
            let bytes = lane.journal?.end ?? 0
            shared.withLock { shared in
                shared.generation = rotation.generation
                shared.journalBytes = bytes
                shared.flushed = max(shared.flushed, rotation.sequence)
            }
            ticket.settle(.success(rotation))
        } catch {
            ticket.settle(.failure(error.error))
            note(snapshotFailure: error.error)
            if case .broken = error { giveUp(error) }
        }
    }

    /// Refuses changes before the room that the next snapshot needs is gone.
    private func watchRoom(_ lane: JournalLane) {
        let floor = shared.withLock { $0.roomForSnapshot }
        guard let directory = lane.directory, !Self.hasRoom(in: directory, floor: floor) else { return }
        shared.withLock { shared in
            guard shared.condition == .serving else { return }
            shared.condition = .full(
                .storage("The disk of \(path) is nearly full: what is left is kept for a snapshot. Make room.")
            )
        }
    }

    /// Gives up what is not acknowledged, and decides whether there can be more.
    func giveUp(_ failure: WriteFailure) {
        let error = failure.error
        let (waiters, tickets) = shared.withLock { shared in
            if case .noRoom = failure {
                shared.condition = .full(error)
            } else if case .poisoned = shared.condition {
                // The first reason is the one that counts.
            } else {
                shared.condition = .poisoned(error)
            }
            return shared.giveUp(error)
        }
        for waiter in waiters { waiter.continuation.resume(returning: .failure(error)) }
        for ticket in tickets { ticket.settle(.failure(error)) }
    }

    /// Remembers why a snapshot could not be written.
    func note(snapshotFailure error: StoreError) {
        shared.withLock { $0.snapshotFailure = error }
    }
}
