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

    /// The checksum of `bytes` as processors without the instruction compute it.
    package static func portableCRC32C(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        // The pointer does not leave the call.
        bytes.withUnsafeBufferPointer { cchecksum_crc32c_portable(0, $0.baseAddress, $0.count) }
    }
}
