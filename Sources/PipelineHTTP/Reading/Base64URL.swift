// SPDX-License-Identifier: MIT

/// Base64url without padding (RFC 4648, section 5), canonical only.
enum Base64URL {
    /// The value of each byte; 255 for one outside the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// Whether a byte is in the alphabet.
    static func contains(_ byte: UInt8) -> Bool { values[Int(byte)] != 255 }

    /// Returns the bytes that a text encodes; nil if the text is not their canonical encoding.
    static func decode(_ text: ArraySlice<UInt8>, _ work: inout ByteWork) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        work.count(text.count)
        let values = Self.values
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
            let value = values[Int(byte)]
            guard value != 255 else { return nil }
            bits = bits &<< 6 | UInt32(value)
            count &+= 6
            if count >= 8 {
                count &-= 8
                bytes.append(UInt8(truncatingIfNeeded: bits &>> UInt32(count)))
            }
        }
        // The bits left over must be zero, or the same bytes would have two texts.
        guard bits & (1 &<< UInt32(count) &- 1) == 0 else { return nil }
        return bytes
    }
}
