// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineStore
import StorageTestSupport
import Synchronization

/// A toy store on a simulated disk, driven by hand.
struct StoreFixture {
    static let path = "/store"

    var disk: SimulatedDisk
    var options: StoreFilesOptions

    init(seed: UInt64 = 1, fsync: FsyncPolicy = .always, keep: Int = 3) {
        disk = SimulatedDisk(seed: seed)
        options = StoreFilesOptions(fsync: fsync, keep: keep)
        options.scheduling = .inline
        options.framePayload = 40
        options.blockPayload = 24
        options.makeIdentity = { UUID(high: 7, low: 9) }
        let marks = Marks()
        options.makeMark = { marks.next() }
    }

    /// Counts: no mark comes twice.
    private final class Marks: Sendable {
        private let last = Atomic<UInt64>(0)

        func next() -> UInt64 { last.add(1, ordering: .relaxed).newValue }
    }

    /// Opens the store.
    func open() throws(StoreError) -> OpenedStore<ToyState> {
        try StoreFiles<ToyState>.open(at: Self.path, options: options, fileSystem: disk)
    }

    /// Applies and hands over a change for each payload, and has them written.
    static func add(
        _ payloads: [[UInt8]],
        to state: inout ToyState,
        _ files: StoreFiles<ToyState>
    ) throws(StoreError) {
        for payload in payloads {
            try files.checkAccepting(change: state.sequence + 1)
            state.apply(payload)
            try files.append(payload, sequence: state.sequence)
        }
        files.writePending()
    }

    /// The files of the store with their bytes, but for the lock's.
    var contents: [String: [UInt8]] {
        disk.contents(of: Self.path).filter { $0.key != "LOCK" }
    }

    /// Makes a store of two generations, the second with a journal of `count` frames, and stops without closing it.
    ///
    /// Returns the digests of the states after each change.
    mutating func makeStore(changes count: Int) throws -> [UInt64] {
        var digests: [UInt64] = [0]
        let opened = try open()
        var state = opened.state
        for index in 0..<count {
            try Self.add([[UInt8(index), 1, 2]], to: &state, opened.files)
            digests.append(state.digest)
        }
        _ = try opened.files.snapshotInline(of: state)
        for index in 0..<count {
            let payload = index == 1 ? [UInt8](repeating: 7, count: 90) : [UInt8(index), 3, 4, 5]
            try Self.add([payload], to: &state, opened.files)
            digests.append(state.digest)
        }
        disk = disk.killed()
        return digests
    }
}
