// SPDX-License-Identifier: MIT

/// The layout of a snapshot after its header: blocks, each under a checksum of its own.
///
/// | bytes | |
/// | --- | --- |
/// | 0–3 | CRC32C of bytes 4–15 and the payload, started from the block before, or from the file's seed |
/// | 4–7 | section |
/// | 8–11 | length of the payload |
/// | 12–15 | zero |
/// | 16– | payload |
///
/// Blocks that follow each other with the same number are one section. The last block has the number
/// ``end`` and says the length of the file and the number of blocks before it.
enum SnapshotBlock {
    /// The length of a block's header.
    static let headerSize = 16
    /// The number of the last block.
    static let end = UInt32.max
    /// The length of the last block's payload.
    static let endSize = 16
    /// The most bytes of payload in one block that is read; what is written stays far below.
    static let largestPayload = 1 << 26
}
