// SPDX-License-Identifier: MIT

/// What makes the hashes of one process unlike any other's, so that nobody can choose values that collide.
struct HashSeed: Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The seed of this process.
    static let process = HashSeed()

    private init() {
        var generator = SystemRandomNumberGenerator()
        high = generator.next()
        low = generator.next()
    }

    /// The hash of an identifier: 128 bits of product folded together, twice.
    @inline(__always)
    func hash(_ id: UUID) -> UInt64 {
        fold(fold(id.high ^ high, id.low ^ low | 1) ^ id.low, 0x9E37_79B9_7F4A_7C15)
    }

    /// The hash of a text, eight bytes a step.
    func hash(_ text: Span<UInt8>) -> UInt64 {
        let bytes = text.bytes
        var hash = high ^ UInt64(bytes.byteCount)
        var position = 0
        while position &+ 8 <= bytes.byteCount {
            // In bounds by the loop's condition; unaligned, since a text begins anywhere.
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            hash = fold(hash ^ word, low | 1)
            position &+= 8
        }
        var rest: UInt64 = 0
        while position < bytes.byteCount {
            rest = rest &<< 8 | UInt64(text[position])
            position &+= 1
        }
        return fold(fold(hash ^ rest, 0xA076_1D64_78BD_642F), 0x8EBC_6AF0_9C88_C6E3 ^ low)
    }

    @inline(__always)
    private func fold(_ lhs: UInt64, _ rhs: UInt64) -> UInt64 {
        let product = lhs.multipliedFullWidth(by: rhs)
        return product.high ^ product.low
    }
}
