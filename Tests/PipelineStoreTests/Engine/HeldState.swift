// SPDX-License-Identifier: MIT

import Foundation
import PipelineCore
import PipelineStore
import Synchronization

/// A state that tells which thread wrote it and which one let go of its last copy.
struct HeldState: DurableState {
    /// What is known of the copies of one state.
    final class Threads: Sendable {
        private let names = Mutex<(writer: String?, last: String?)>((nil, nil))

        /// The thread that wrote a snapshot of it.
        var writer: String? { names.withLock { $0.writer } }
        /// The thread that let go of its last copy.
        var last: String? { names.withLock { $0.last } }

        fileprivate func noteWriter() {
            let name = "\(pthread_self())"
            names.withLock { $0.writer = name }
        }

        fileprivate func noteLast() {
            let name = "\(pthread_self())"
            names.withLock { $0.last = name }
        }
    }

    /// What the copies of a state share.
    private final class Storage: Sendable {
        let threads: Threads

        init(_ threads: Threads) {
            self.threads = threads
        }

        deinit { threads.noteLast() }
    }

    private(set) var sequence: UInt64 = 0
    private let storage: Storage

    init() {
        self.init(sequence: 0, Threads())
    }

    init(sequence: UInt64, _ threads: Threads) {
        self.sequence = sequence
        storage = Storage(threads)
    }

    func encodeSnapshot(into sink: inout SnapshotSink) throws(StoreError) {
        storage.threads.noteWriter()
        try sink.begin(section: 1)
        try sink.append(sequence)
    }

    init(decodingSnapshot source: inout SnapshotSource) throws(StoreError) {
        try source.begin(section: 1)
        self.init(sequence: try source.read(UInt64.self), Threads())
    }

    mutating func replay(change payload: ArraySlice<UInt8>) throws(StoreError) {
        sequence += 1
    }
}
