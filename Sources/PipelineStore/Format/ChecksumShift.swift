// SPDX-License-Identifier: MIT

/// What so many bytes more do to a checksum that began elsewhere, without a look at the bytes.
///
/// CRC32C is linear: two checksums that go on over the same `n` bytes differ afterwards by their difference before,
/// times `x` to the power of `8n`. So the checksum of any run of bytes follows from the running checksums at its two
/// ends:
///
///     crc32c(a..<b, from: s) == running(b) ^ shift(running(a) ^ s, by: b - a)
struct ChecksumShift {
    /// The powers for each value of each byte of a length: four tables of 256.
    private let powers: [UInt32]

    /// The polynomial 0x1EDC6F41, bits reversed.
    private static let polynomial: UInt32 = 0x82F6_3B78
    /// The polynomial 1: the highest bit is the lowest power.
    private static let one: UInt32 = 1 << 31

    /// Computes the tables.
    init() {
        var powers: [UInt32] = []
        powers.reserveCapacity(4 * 256)
        // x to the power of 8: one byte more.
        var base = Self.one >> 8
        for _ in 0..<4 {
            var power = Self.one
            for _ in 0..<256 {
                powers.append(power)
                power = Self.product(power, base)
            }
            base = power
        }
        self.powers = powers
    }

    /// Carries a difference of checksums over `count` bytes, which must be fewer than 2³².
    ///
    /// - Complexity: O(1)
    func shift(_ difference: UInt32, by count: Int) -> UInt32 {
        var result = difference
        var rest = UInt32(count)
        var table = 0
        while rest > 0 {
            if rest & 0xFF != 0 { result = Self.product(result, powers[table + Int(rest & 0xFF)]) }
            rest >>= 8
            table += 256
        }
        return result
    }

    /// The product of two polynomials, less the multiples of the checksum's.
    private static func product(_ left: UInt32, _ right: UInt32) -> UInt32 {
        var (left, right, result) = (left, right, UInt32.zero)
        while left != 0 {
            if left & one != 0 { result ^= right }
            left <<= 1
            right = right & 1 == 0 ? right >> 1 : right >> 1 ^ polynomial
        }
        return result
    }
}
