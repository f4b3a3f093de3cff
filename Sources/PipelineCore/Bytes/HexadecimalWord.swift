// SPDX-License-Identifier: MIT

/// Eight bytes of text read as hexadecimal digits in one step.
struct HexadecimalWord {
    /// The bytes, the first of them in the lowest bits.
    let bits: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Marks the bytes of `word` (all below 0x80) that are `bound` or more.
    @inline(__always)
    private static func marks(_ word: UInt64, atLeast bound: UInt64) -> UInt64 {
        (word &+ ones &* (0x80 &- bound)) & highBits
    }

    /// Whether every byte is a hexadecimal digit, in either case.
    @inline(__always)
    var isValid: Bool {
        // Bytes of 0x80 and more would carry into their neighbours: they are refused apart.
        let plain = bits & ~Self.highBits
        let lower = plain | Self.ones &* 0x20
        let digits = Self.marks(plain, atLeast: 0x30) & ~Self.marks(plain, atLeast: 0x3A)
        let letters = Self.marks(lower, atLeast: 0x61) & ~Self.marks(lower, atLeast: 0x67)
        return (digits | letters) & ~(bits & Self.highBits) == Self.highBits
    }

    /// The number that eight valid digits write.
    @inline(__always)
    var value: UInt64 {
        let letters = (bits &>> 6) & Self.ones
        let nibbles = ((bits & (Self.ones &* 0x0F)) &+ letters &* 9).byteSwapped
        let bytes = (nibbles | nibbles &>> 4) & 0x00FF_00FF_00FF_00FF
        let pairs = (bytes | bytes &>> 8) & 0x0000_FFFF_0000_FFFF
        return (pairs | pairs &>> 16) & 0xFFFF_FFFF
    }

    /// The eight lower-case digits of a number.
    @inline(__always)
    init(writing number: UInt32) {
        var nibbles = UInt64(number)
        nibbles = (nibbles & 0xFFFF_0000) &<< 16 | nibbles & 0x0000_FFFF
        nibbles = (nibbles & 0x0000_FF00_0000_FF00) &<< 8 | nibbles & 0x0000_00FF_0000_00FF
        nibbles = (nibbles & 0x00F0_00F0_00F0_00F0) &<< 4 | nibbles & 0x000F_000F_000F_000F
        let letters = (nibbles &+ Self.ones &* 6) &>> 4 & Self.ones
        bits = (nibbles &+ Self.ones &* 0x30 &+ letters &* 39).byteSwapped
    }

    /// Takes eight bytes, the first of them in the lowest bits.
    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }
}
