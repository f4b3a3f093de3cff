// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The hash function SHA-256 (FIPS 180-4).
///
/// An own one, since swift-crypto would compile BoringSSL into the first build of a program that needs no cryptography:
/// it names rows that come without a name, and deliveries.
struct SHA256: Sendable {
    /// The eight words of a digest.
    struct Digest: Hashable, Sendable {
        var words: InlineWords

        /// All 32 bytes.
        var content: ContentDigest {
            ContentDigest(
                high: UUID(high: prefix.high, low: prefix.low),
                low: UUID(
                    high: UInt64(words.e) &<< 32 | UInt64(words.f),
                    low: UInt64(words.g) &<< 32 | UInt64(words.h)
                )
            )
        }

        /// The first 16 bytes as two numbers, most significant byte first.
        var prefix: (high: UInt64, low: UInt64) {
            (UInt64(words.a) &<< 32 | UInt64(words.b), UInt64(words.c) &<< 32 | UInt64(words.d))
        }
    }

    /// Eight words, kept without an allocation.
    struct InlineWords: Hashable, Sendable {
        var a: UInt32 = 0x6A09_E667
        var b: UInt32 = 0xBB67_AE85
        var c: UInt32 = 0x3C6E_F372
        var d: UInt32 = 0xA54F_F53A
        var e: UInt32 = 0x510E_527F
        var f: UInt32 = 0x9B05_688C
        var g: UInt32 = 0x1F83_D9AB
        var h: UInt32 = 0x5BE0_CD19
    }

    private var words = InlineWords()
    private var schedule = [UInt32](repeating: 0, count: 64)
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    private static let blockSize = 64

    init() {
        pending.reserveCapacity(Self.blockSize)
    }

    /// Takes more of the message.
    mutating func update(_ bytes: Span<UInt8>) {
        length &+= UInt64(bytes.count)
        var position = 0
        if !pending.isEmpty {
            position = min(Self.blockSize &- pending.count, bytes.count)
            pending.append(bytes.extracting(0..<position))
            guard pending.count == Self.blockSize else { return }
            let block = pending
            compress(block.span, at: 0)
            pending.removeAll(keepingCapacity: true)
        }
        while bytes.count &- position >= Self.blockSize {
            compress(bytes, at: position)
            position &+= Self.blockSize
        }
        pending.append(bytes.extracting(position..<bytes.count))
    }

    /// Takes a number as eight bytes, most significant first.
    mutating func update(_ number: UInt64) {
        var bytes: [UInt8] = []
        for shift: UInt64 in [56, 48, 40, 32, 24, 16, 8, 0] {
            bytes.append(UInt8(truncatingIfNeeded: number &>> shift))
        }
        update(bytes.span)
    }

    /// The digest of what was taken so far, which more may follow.
    func digest() -> Digest {
        var last = self
        let bitCount = length &* 8
        var padding: [UInt8] = [0x80]
        while (pending.count &+ padding.count) % Self.blockSize != 56 { padding.append(0) }
        last.update(padding.span)
        last.update(bitCount)
        return Digest(words: last.words)
    }

    private mutating func compress(_ bytes: Span<UInt8>, at start: Int) {
        for index in 0..<16 {
            let place = start &+ 4 &* index
            schedule[index] =
                UInt32(bytes[place]) &<< 24 | UInt32(bytes[place &+ 1]) &<< 16 | UInt32(bytes[place &+ 2]) &<< 8
                | UInt32(bytes[place &+ 3])
        }
        for index in 16..<64 {
            let early = schedule[index &- 15]
            let late = schedule[index &- 2]
            let s0 = Self.rotate(early, 7) ^ Self.rotate(early, 18) ^ early &>> 3
            let s1 = Self.rotate(late, 17) ^ Self.rotate(late, 19) ^ late &>> 10
            schedule[index] = schedule[index &- 16] &+ s0 &+ schedule[index &- 7] &+ s1
        }
        mix()
    }

    private mutating func mix() {
        var w = words
        for index in 0..<64 {
            let s1 = Self.rotate(w.e, 6) ^ Self.rotate(w.e, 11) ^ Self.rotate(w.e, 25)
            let choice = w.e & w.f ^ ~w.e & w.g
            let first = w.h &+ s1 &+ choice &+ Self.constants[index] &+ schedule[index]
            let s0 = Self.rotate(w.a, 2) ^ Self.rotate(w.a, 13) ^ Self.rotate(w.a, 22)
            let majority = w.a & w.b ^ w.a & w.c ^ w.b & w.c
            w = InlineWords(a: first &+ s0 &+ majority, b: w.a, c: w.b, d: w.c, e: w.d &+ first, f: w.e, g: w.f, h: w.g)
        }
        words.a &+= w.a
        words.b &+= w.b
        words.c &+= w.c
        words.d &+= w.d
        words.e &+= w.e
        words.f &+= w.f
        words.g &+= w.g
        words.h &+= w.h
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word &>> count | word &<< (32 &- count)
    }

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
