// SPDX-License-Identifier: MIT

internal import CAllocator

/// Says how much memory is in use.
protocol MemoryGauge: Sendable {
    /// The bytes that were asked for and not given back; nil where the system does not say.
    var bytesInUse: Int? { get }
}

/// The memory of this process.
struct ProcessMemory: MemoryGauge {
    var bytesInUse: Int? {
        let bytes = callocator_bytes_in_use()
        return bytes > 0 ? Int(clamping: bytes) : nil
    }
}
