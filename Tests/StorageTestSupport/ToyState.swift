// SPDX-License-Identifier: MIT

package import PipelineCore
package import PipelineStore

/// The smallest state that tells every order of changes from every other: a hash chain, and the latest payloads.
package struct ToyState: DurableState, Hashable {
    /// The number of the last change applied.
    package private(set) var sequence: UInt64 = 0
    /// The hash of all changes so far.
    package private(set) var digest: UInt64 = 0
    /// The bytes of the latest change, so that snapshots vary in size.
    package private(set) var latest: [UInt8] = []

    /// Makes the empty state.
    package init() {}

    /// Applies a change.
    package mutating func apply(_ payload: [UInt8]) {
        sequence += 1
        digest = Self.mix(digest, payload[...])
        latest = payload
    }

    /// Applies a change that a journal carries.
    package mutating func replay(change payload: ArraySlice<UInt8>) throws(StoreError) {
        apply(Array(payload))
    }

    /// Writes two sections, one of which may be empty.
    package func encodeSnapshot(into sink: inout SnapshotSink) throws(StoreError) {
        try sink.begin(section: 1)
        try sink.append(sequence)
        try sink.append(digest)
        try sink.append(UInt32(truncatingIfNeeded: latest.count))
        try sink.begin(section: 2)
        try sink.append(latest)
    }

    /// Reads the sections back.
    package init(decodingSnapshot source: inout SnapshotSource) throws(StoreError) {
        try source.begin(section: 1)
        sequence = try source.read(UInt64.self)
        digest = try source.read(UInt64.self)
        let count = try source.read(UInt32.self)
        try source.begin(section: 2)
        latest = try source.readBytes(count: Int(count))
    }

    private static func mix(_ start: UInt64, _ bytes: ArraySlice<UInt8>) -> UInt64 {
        // Bounds are the slice's own; the pointer does not leave the call.
        let low = Checksum.crc32c(bytes, from: UInt32(truncatingIfNeeded: start))
        let high = Checksum.crc32c(bytes, from: UInt32(truncatingIfNeeded: start >> 32) ^ 0x5A5A_5A5A)
        return UInt64(high) << 32 | UInt64(low)
    }
}
