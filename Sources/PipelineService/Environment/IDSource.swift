// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Where the identifiers of new rows come from: random ones (RFC 9562, version 4).
final class IDSource: Sendable {
    private let random = Mutex(BulkRandom())

    /// A new identifier.
    func next() -> UUID {
        random.withLock { UUID.random(using: &$0) }
    }

    /// The identifier that a text gives, a new one where it is absent.
    ///
    /// - Throws: `StoreError` of kind invalid where the text is no UUID.
    func given(_ text: String?) throws(StoreError) -> UUID {
        try text.parsed("id") { (text) throws(ValueError) in try UUID(parsing: text) } ?? next()
    }
}

/// The system's random bits, 256 bytes a call.
///
/// `SystemRandomNumberGenerator` asks the system for eight bytes at a time: 7 % of the time of a script that adds
/// rows without identifiers.
struct BulkRandom: RandomNumberGenerator, Sendable {
    private var words: [UInt64] = []

    /// As many bytes as `getentropy` gives at once.
    private static let wordCount = 32

    mutating func next() -> UInt64 {
        if words.isEmpty { refill() }
        return words.popLast() ?? 0
    }

    private mutating func refill() {
        words.append(contentsOf: repeatElement(0, count: Self.wordCount))
        let isFilled = words.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            #if canImport(Darwin)
            arc4random_buf(start, bytes.count)
            return true
            #else
            return getentropy(start, bytes.count) == 0
            #endif
        }
        guard !isFilled else { return }
        var generator = SystemRandomNumberGenerator()
        for index in words.indices { words[index] = generator.next() }
    }
}
