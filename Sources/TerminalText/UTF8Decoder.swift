// SPDX-License-Identifier: MIT

/// A decoder that takes bytes as they arrive and returns whole scalars; invalid bytes become U+FFFD.
package struct UTF8Decoder: Sendable {
    private var bytes: [UInt8] = []
    private var position = 0

    /// Makes a decoder without bytes.
    package init() {}

    /// Whether every byte was returned.
    package var isEmpty: Bool { position == bytes.count }

    /// Adds bytes at the end.
    package mutating func append(_ more: some Sequence<UInt8>) {
        // What was returned goes once it is the larger part, so that a byte is moved once on average.
        if position > bytes.count / 2 {
            bytes.removeFirst(position)
            position = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Forgets every byte that was not returned yet.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        position = 0
    }

    /// Returns the next scalar, or nil if its last bytes are still to come.
    package mutating func next() -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        if first < 0x80 {
            position += 1
            return Unicode.Scalar(first)
        }
        guard let (length, lowest, highest) = Self.sequence(startingWith: first) else {
            position += 1
            return "\u{FFFD}"
        }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            guard position + offset < bytes.count else { return nil }
            let byte = bytes[position + offset]
            let isInRange = offset == 1 ? (lowest...highest).contains(byte) : byte & 0xC0 == 0x80
            guard isInRange else {
                position += offset
                return "\u{FFFD}"
            }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        position += length
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// The length that the first byte of a sequence promises, and the range of the second byte that keeps the encoding
    /// shortest and free of surrogates; nil if no sequence begins with it.
    private static func sequence(startingWith first: UInt8) -> (length: Int, lowest: UInt8, highest: UInt8)? {
        switch first {
        case 0xC2...0xDF: (2, 0x80, 0xBF)
        case 0xE0: (3, 0xA0, 0xBF)
        case 0xED: (3, 0x80, 0x9F)
        case 0xE1...0xEF: (3, 0x80, 0xBF)
        case 0xF0: (4, 0x90, 0xBF)
        case 0xF4: (4, 0x80, 0x8F)
        case 0xF1...0xF3: (4, 0x80, 0xBF)
        default: nil
        }
    }
}
