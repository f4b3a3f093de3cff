// SPDX-License-Identifier: MIT

/// How much room the file system of a store has.
package struct FreeSpace: Hashable, Sendable {
    /// Bytes that this process may still write.
    package var available: UInt64
    /// Bytes in all.
    package var total: UInt64

    /// Makes a figure from its parts.
    package init(available: UInt64, total: UInt64) {
        self.available = available
        self.total = total
    }
}
