// SPDX-License-Identifier: MIT

/// A decoder that takes bytes as they arrive and gives whole scalars; what is no UTF-8 becomes U+FFFD.
struct UTF8Decoder {
    private var bytes: [UInt8] = []
    private var position = 0

    /// Whether every byte was given out.
    var isEmpty: Bool { position == bytes.count }

    /// Adds bytes at the end.
    mutating func append(_ more: some Sequence<UInt8>) {
        if isEmpty { removeAll() }
        bytes.append(contentsOf: more)
    }

    /// Forgets every byte that was not given out.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        position = 0
    }

    /// Returns the next scalar, or nil where its last bytes are still to come.
    mutating func next() -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        guard let (length, lowest, highest) = Self.sequence(startingWith: first) else {
            position += 1
            return "\u{FFFD}"
        }
        var value = UInt32(first) & (length == 1 ? 0x7F : 0x7F >> UInt32(length))
        for offset in 1..<max(1, length) {
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

    /// The length that the first byte promises, and the range of the second byte that keeps the encoding shortest and
    /// free of surrogates; nil where no sequence begins with it.
    private static func sequence(startingWith first: UInt8) -> (length: Int, lowest: UInt8, highest: UInt8)? {
        switch first {
        case 0x00...0x7F: (1, 0x80, 0xBF)
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
