// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import Synchronization
import TestSupport

/// One life of a store on a simulated disk, which follows from its seed.
///
/// It has several runs, each ended by a kill or a power cut at any call, with accidents in between.
final class StoreSimulation: Sendable {
    /// What a run of the program knows and what must hold after it.
    struct Model {
        var generator: SeededGenerator
        var state = ToyState()
        /// The digest after every change of the branch that is alive.
        var history: [UInt64] = [0]
        /// What nothing may take away.
        var acknowledged: UInt64 = 0
        /// What survives a power cut under a policy that does not flush every change.
        var flushed: UInt64 = 0
        var policy = FsyncPolicy.always
        /// Whether nothing goes wrong in this run but a passing lack of descriptors or memory.
        var isShort = false
        /// Whether the disk was full at the start: what is shown then was not written anew and may be the cache's.
        var isProvisional = false
        var violation: String?
    }

    private static let path = "/store"
    private let model: Mutex<Model>
    private let fault: CarelessFileSystem.Fault?
    private let seed: UInt64

    /// Makes the life that follows from `seed`, without one of the store's precautions if there is a fault.
    init(seed: UInt64, _ fault: CarelessFileSystem.Fault? = nil) {
        self.seed = seed
        self.fault = fault
        model = Mutex(Model(generator: SeededGenerator(seed: seed)))
    }

    /// Lives through it; returns what went wrong.
    func run() -> String? {
        model.withLock { model in
            let roll = model.generator.below(10)
            if roll == 0 { model.policy = .everySecond }
            if roll == 1 { model.policy = .never }
        }
        var disk = SimulatedDisk(seed: roll())
        let rounds = 2 + below(3)
        for _ in 0..<rounds {
            let isFaulty = injectFaults(disk)
            disk.stop(afterCalls: below(100) < 85 ? 1 + below(160) : 10_000)
            live(on: disk, isFaulty: isFaulty)
            if let violation { return violation }
            disk = end(disk)
            if below(3) == 0 { disk = crashWhileOpening(disk) }
        }
        disk = end(disk)
        live(on: disk, isFaulty: false)
        return violation
    }

    // MARK: - One run of the program

    private func live(on disk: SimulatedDisk, isFaulty: Bool) {
        guard let files = open(disk, isFaulty: isFaulty) else { return }
        for _ in 0..<(2 + below(10)) where !disk.isStopped && violation == nil {
            let roll = below(100)
            if roll < 12 {
                snapshot(files, disk)
            } else if roll < 15 {
                close(files, disk)
                return
            } else if roll < 17 {
                takeAway(files, disk, isFaulty: isFaulty)
                return
            } else {
                for _ in 0..<(1 + below(3)) { submit(files) }
                files.writePending()
            }
            if below(100) < 5 { files.flushJournal() }
            guard goOn(files, disk) else { return }
        }
    }

    /// Has what a crash left recovered by starts that crash as well, at any call of theirs.
    private func crashWhileOpening(_ crashed: SimulatedDisk) -> SimulatedDisk {
        var disk = crashed
        for _ in 0..<(1 + below(3)) where violation == nil {
            disk.stop(afterCalls: below(80))
            _ = open(disk, isFaulty: false)
            disk = end(disk)
        }
        return disk
    }

    private func open(_ disk: SimulatedDisk, isFaulty: Bool) -> StoreFiles<ToyState>? {
        var options = StoreFilesOptions(fsync: model.withLock { $0.policy }, keep: 2)
        options.scheduling = .inline
        options.framePayload = 40
        options.blockPayload = 24
        let identity = roll()
        options.makeIdentity = { UUID(high: identity, low: 1) }
        options.makeMark = { [self] in roll() }
        let fileSystem: any FileSystem = if let fault { CarelessFileSystem(disk, fault) } else { disk }
        do throws(StoreError) {
            let opened = try StoreFiles<ToyState>.open(at: Self.path, options: options, fileSystem: fileSystem)
            verify(opened.state, "after opening")
            model.withLock { model in
                model.history.removeSubrange(min(model.history.count, Int(opened.state.sequence) + 1)...)
                model.state = opened.state
                model.isProvisional = opened.files.status.condition != .serving
                guard !model.isProvisional else { return }
                model.acknowledged = opened.state.sequence
                model.flushed = opened.state.sequence
            }
            return opened.files
        } catch {
            if !disk.isStopped, !isFaulty { fail("the store does not open: \(error)") }
            return nil
        }
    }

    private func submit(_ files: StoreFiles<ToyState>) {
        let size = below(100) < 10 ? 40 + below(100) : below(24)
        let payload = (0..<size).map { _ in UInt8(truncatingIfNeeded: below(256)) }
        let next = model.withLock { $0.state.sequence + 1 }
        do throws(StoreError) {
            try files.checkAccepting(change: next)
            model.withLock { model in
                model.state.apply(payload)
                model.history.removeSubrange(min(model.history.count, Int(next))...)
                model.history.append(model.state.digest)
            }
            try files.append(payload, sequence: next)
        } catch {
            // Refused: the state goes back before the next command.
        }
    }

    private func snapshot(_ files: StoreFiles<ToyState>, _ disk: SimulatedDisk) {
        let (state, isProvisional) = model.withLock { ($0.state, $0.isProvisional) }
        let before = Self.unfinishedSnapshots(disk)
        // Whether the writer works for us already; it is free for us while the snapshot is being written.
        let isWriterBusy = Mutex(isProvisional)
        // Changes that come while the snapshot is written, between any two calls.
        disk.afterEveryCall { [self] in
            // A change makes a dozen calls itself: more than one new one for each, and it would never end.
            guard below(100) < 5 else { return }
            let isOurs = isWriterBusy.withLock { isBusy in
                guard !isBusy else { return false }
                isBusy = !Self.unfinishedSnapshots(disk).isSubset(of: before)
                return isBusy
            }
            submit(files)
            if isOurs {
                files.writePending()
                isWriterBusy.withLock { $0 = false }
            }
            note(files)
        }
        let info = try? files.snapshotInline(of: state)
        disk.afterEveryCall(nil)
        guard let info, info.generation > 0 else { return }
        model.withLock { model in
            model.isProvisional = false
            model.flushed = max(model.flushed, info.sequence)
            if info.sequence > model.acknowledged { model.acknowledged = info.sequence }
        }
    }

    private static func unfinishedSnapshots(_ disk: SimulatedDisk) -> Set<String> {
        Set(disk.contents(of: path).keys.filter { $0.hasSuffix(".snapshot.tmp") })
    }

    private func close(_ files: StoreFiles<ToyState>, _ disk: SimulatedDisk) {
        let state = model.withLock { $0.state }
        guard (try? files.closeInline(final: state)) != nil else { return }
        model.withLock { model in
            // What was only looked at on a full disk is where it was: mostly on the medium, perhaps in the cache alone.
            if model.isProvisional, files.status.lastSnapshot?.sequence != state.sequence { return }
            model.isProvisional = false
            model.acknowledged = state.sequence
            model.flushed = state.sequence
        }
    }

    /// Takes the lock or the directory away under the program: nothing is acknowledged from then on.
    private func takeAway(_ files: StoreFiles<ToyState>, _ disk: SimulatedDisk, isFaulty: Bool) {
        guard files.status.condition == .serving, files.durableSequence > 0 else { return }
        let before = files.durableSequence
        let way = below(4)
        switch way {
        case 0: disk.take("\(Self.path)/LOCK")
        case 1: disk.put([], at: "\(Self.path)/LOCK")
        default: disk.move(Self.path, to: "/elsewhere")
        }
        if way == 3 { disk.putDirectory(at: Self.path) }
        submit(files)
        files.writePending()
        if below(2) == 0, (try? files.snapshotInline(of: model.withLock { $0.state })) != nil {
            fail("a snapshot was acknowledged though its place was taken away")
        }
        if files.durableSequence > before { fail("a change was acknowledged though its place was taken away") }
        if !isFaulty, !disk.isStopped, files.status.condition.name != "displaced" { fail("nobody noticed way \(way)") }
        if way > 1 {
            disk.take(Self.path)
            disk.move("/elsewhere", to: Self.path)
        }
    }

    /// Takes note of what is acknowledged, and goes back where changes were given up; false where the run is over.
    private func goOn(_ files: StoreFiles<ToyState>, _ disk: SimulatedDisk) -> Bool {
        note(files)
        let (sequence, isShort) = model.withLock { ($0.state.sequence, $0.isShort) }
        switch files.status.condition {
        case .serving where !files.isAhead(sequence): return true
        case .readOnly, .closed: return false
        case .displaced(let error):
            fail("nobody touched the store, and it says: \(error)")
            return false
        case .failed(let error) where isShort && !disk.isStopped: fail("a lack that passes lasts: \(error)")
        case .serving, .failed, .full: break
        }
        if below(2) == 0 { disk.setRoom(1 << 30) }
        guard let state = try? files.lastDurableStateInline() else { return false }
        verify(state, "after going back")
        model.withLock { $0.state = state }
        if case .failed = files.status.condition { return false }
        return true
    }

    private func note(_ files: StoreFiles<ToyState>) {
        let durable = files.durableSequence
        model.withLock { model in
            if !model.isProvisional { model.acknowledged = max(model.acknowledged, durable) }
        }
    }

    // MARK: - Accidents

    private func injectFaults(_ disk: SimulatedDisk) -> Bool {
        let roll = below(100)
        model.withLock { $0.isShort = (40..<50).contains(roll) }
        switch roll {
        case 40..<45: disk.fail([SimulatedFault(.failure(24), atCall: below(20), of: .descriptors)])
        case 45..<50: disk.fail([SimulatedFault(.failure(12), atCall: below(60), of: .memory)])
        case 50..<70: disk.fail([SimulatedFault(.failure(5), atCall: below(14), of: .flushes)])
        case 70..<78: disk.setRoom(UInt64(below(1500)))
        case 78..<88: disk.fail([SimulatedFault(.failure(5), atCall: below(40), of: .changes)])
        case 88..<100: disk.disturb(interruptions: 8, shortTransfers: 8)
        default: return false
        }
        return roll < 88
    }

    private func end(_ disk: SimulatedDisk) -> SimulatedDisk {
        guard below(2) == 0 else { return disk.killed() }
        model.withLock { model in
            if model.policy != .always { model.acknowledged = min(model.acknowledged, model.flushed) }
        }
        return disk.powerCut()
    }

    // MARK: - What must hold

    private func verify(_ state: ToyState, _ occasion: String) {
        let (acknowledged, history) = model.withLock { ($0.acknowledged, $0.history) }
        if state.sequence < acknowledged {
            fail("\(occasion) change \(acknowledged) is lost, the last is \(state.sequence)")
        } else if state.sequence >= UInt64(history.count) {
            fail("\(occasion) there is change \(state.sequence), handed over were \(history.count - 1)")
        } else if history[Int(state.sequence)] != state.digest {
            fail("\(occasion) the state is not the one after change \(state.sequence)")
        }
    }

    private var violation: String? { model.withLock { $0.violation } }

    private func fail(_ what: String) {
        model.withLock { model in
            if model.violation == nil { model.violation = "seed \(seed), fsync \(model.policy): \(what)" }
        }
    }

    private func roll() -> UInt64 { model.withLock { $0.generator.next() } }

    private func below(_ bound: Int) -> Int { model.withLock { $0.generator.below(bound) } }
}
