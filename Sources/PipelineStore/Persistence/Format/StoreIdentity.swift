// SPDX-License-Identifier: MIT

/// The sixteen random bytes that tell one store from another; they stand in every file's header.
package struct StoreIdentity: Hashable, Sendable {
    /// The first eight bytes.
    package var high: UInt64
    /// The last eight bytes.
    package var low: UInt64

    /// Makes an identity from its halves.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes an identity of 122 random bits (UUID version 4) from `generator`.
    package init(using generator: inout some RandomNumberGenerator) {
        high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    }
}

extension StoreIdentity: CustomStringConvertible {
    /// The identity as a UUID in lower case.
    package var description: String {
        var text = ""
        for (index, shift) in (0..<16).enumerated() {
            let half = shift < 8 ? high : low
            let byte = UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * (shift % 8)))
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
            if [3, 5, 7, 9].contains(index) { text += "-" }
        }
        return text
    }
}
