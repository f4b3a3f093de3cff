// SPDX-License-Identifier: MIT

package import PipelineStore

/// Files of a store whose checksums all fit, whatever the other bytes are.
///
/// A reader that is shown such a file behaves as one that compares no checksum. The places are those of the file
/// formats' tables, written down here a second time: what the store's own code gets wrong, this does not repeat.
package enum FittingChecksums {
    private static let headerSize = 64

    /// Returns the bytes of a file with every checksum in it set to what the other bytes ask for, as far as the file can
    /// be followed.
    package static func set(in bytes: [UInt8], of kind: FileKind) -> [UInt8] {
        guard bytes.count >= headerSize else { return bytes }
        var bytes = bytes
        LittleEndian.store(Checksum.crc32c(bytes[..<60]), into: &bytes, at: 60)
        let seed = Checksum.crc32c(bytes[16..<40])
        switch kind {
        case .snapshot: setBlocks(&bytes, seed)
        case .journal: setFrames(&bytes, seed)
        }
        return bytes
    }

    /// Each block's checksum goes on from the one before it.
    private static func setBlocks(_ bytes: inout [UInt8], _ seed: UInt32) {
        var start = headerSize
        var previous = seed
        while let end = end(ofPieceAt: start, headerSize: 16, in: bytes) {
            previous = Checksum.crc32c(bytes[start + 4..<end], from: previous)
            LittleEndian.store(previous, into: &bytes, at: start)
            start = end
        }
    }

    /// Each frame's checksum starts from the seed, and the frame carries that of the one before it.
    private static func setFrames(_ bytes: inout [UInt8], _ seed: UInt32) {
        var start = headerSize
        var previous = seed
        while let end = end(ofPieceAt: start, headerSize: 40, in: bytes), bytes[start] == 0xB5 {
            LittleEndian.store(previous, into: &bytes, at: start + 32)
            previous = Checksum.crc32c(bytes[start + 8..<end], from: seed)
            LittleEndian.store(previous, into: &bytes, at: start + 4)
            start = end
        }
    }

    /// Blocks and frames alike have the length of their payload in bytes 8–11.
    private static func end(ofPieceAt start: Int, headerSize: Int, in bytes: [UInt8]) -> Int? {
        guard start + headerSize <= bytes.count else { return nil }
        let end = start + headerSize + Int(LittleEndian.load(UInt32.self, from: bytes[...], at: start + 8))
        return end <= bytes.count ? end : nil
    }
}
