// SPDX-License-Identifier: MIT

/// A snapshot on disk: its number, its size, what it holds and when it was made.
package struct SnapshotInfo: Hashable, Sendable {
    /// The snapshot's generation; 0 where there is nothing to save and no snapshot yet.
    package var generation: UInt64
    /// The file's length in bytes.
    package var bytes: UInt64
    /// The last change in it.
    package var sequence: UInt64
    /// When it was written, in microseconds since 1970.
    package var time: Int64
    /// How long writing it took; nil where another run of the program wrote it.
    package var duration: Duration?

    /// Makes a description from its parts.
    package init(generation: UInt64, bytes: UInt64, sequence: UInt64, time: Int64, duration: Duration? = nil) {
        self.generation = generation
        self.bytes = bytes
        self.sequence = sequence
        self.time = time
        self.duration = duration
    }
}
