// SPDX-License-Identifier: MIT

package import PipelineCore

/// Random numbers that follow from a seed: what SHA-256 makes of the seed and of 0, 1, 2, …, 32 bytes each.
///
/// A store holds the seed in the place of the identifiers that were made with it: the recipe never changes.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private let seed: UUID
    private var count: UInt64 = 0
    private var words: [UInt64] = []

    /// Starts at a seed.
    package init(seed: UUID) {
        self.seed = seed
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        if let word = words.popLast() { return word }
        var hash = SHA256()
        hash.update(seed.high)
        hash.update(seed.low)
        hash.update(count)
        count += 1
        let digest = hash.digest().content
        words = [digest.low.low, digest.low.high, digest.high.low]
        return digest.high.high
    }
}

extension ContentDigest {
    /// Makes the digest of bytes and of what they are meant for, which counts as well.
    package init(of bytes: Span<UInt8>, for purpose: String) {
        var hash = SHA256()
        hash.update(UInt64(purpose.utf8.count))
        hash.update(Array(purpose.utf8).span)
        hash.update(bytes)
        self = hash.digest().content
    }
}
