// SPDX-License-Identifier: MIT

internal import CChecksum

/// CRC32C, the checksum of every byte a store keeps on disk.
package enum Checksum {
    /// The checksum of `bytes`, continued from `start`.
    ///
    /// - Complexity: O(n), about 8 bytes in three cycles if the processor has the instruction.
    package static func crc32c(_ bytes: UnsafeRawBufferPointer, from start: UInt32 = 0) -> UInt32 {
        cchecksum_crc32c(start, bytes.baseAddress, bytes.count)
    }

    /// The checksum of `bytes`, continued from `start`.
    package static func crc32c(_ bytes: ArraySlice<UInt8>, from start: UInt32 = 0) -> UInt32 {
        // The pointer does not leave the call.
        bytes.withUnsafeBufferPointer { crc32c(UnsafeRawBufferPointer($0), from: start) }
    }
}
