// SPDX-License-Identifier: MIT

package import PipelineStore

/// Files of a store whose checksums all fit, whatever the other bytes are.
///
/// A reader that is shown such a file behaves as one that compares no checksum. The places are those of the file
/// formats' tables, written down here a second time: what the store's own code gets wrong, this does not repeat.
package enum FittingChecksums {
    /// The length of version 1's header, and of the one that is written now.
    private static let headerSizes = (old: 64, new: 128)

    /// Returns the bytes of a file with every checksum in it set to what the other bytes ask for, as far as the file can
    /// be followed.
    package static func set(in bytes: [UInt8], of kind: FileKind) -> [UInt8] {
        guard bytes.count >= headerSizes.old else { return bytes }
        var bytes = bytes
        LittleEndian.store(Checksum.crc32c(bytes[..<60]), into: &bytes, at: 60)
        let isOld = LittleEndian.load(UInt32.self, from: bytes[...], at: 8) == 1
        let start = isOld ? headerSizes.old : headerSizes.new
        guard bytes.count >= start else { return bytes }
        if !isOld { LittleEndian.store(Checksum.crc32c(bytes[..<124]), into: &bytes, at: 124) }
        let seed = Checksum.crc32c(bytes[16..<(isOld ? 40 : 56)])
        switch kind {
        case .snapshot: setBlocks(&bytes, from: start, seed)
        case .journal: setFrames(&bytes, from: start, seed)
        }
        return bytes
    }

    /// Each block's checksum goes on from the one before it.
    private static func setBlocks(_ bytes: inout [UInt8], from start: Int, _ seed: UInt32) {
        var start = start
        var previous = seed
        while let end = end(ofPieceAt: start, headerSize: 16, in: bytes) {
            previous = Checksum.crc32c(bytes[start + 4..<end], from: previous)
            LittleEndian.store(previous, into: &bytes, at: start)
            start = end
        }
    }

    /// Each frame's checksum starts from the seed, and the frame carries that of the one before it.
    private static func setFrames(_ bytes: inout [UInt8], from start: Int, _ seed: UInt32) {
        var start = start
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
