// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Eight bytes looked at in one step, the first of them in the lowest bits.
struct ByteWord {
    let bits: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The eight bytes from `position` on, nil if there are fewer.
    @inline(__always)
    init?(_ text: Span<UInt8>, at position: Int) {
        guard text.count &- position >= 8 else { return nil }
        // In bounds by the line above; unaligned, since a text begins anywhere.
        bits = UInt64(littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// The number of bytes before the first that is below `bound` (at most 0x80), eight if none is.
    @inline(__always)
    func prefixLength(notBelow bound: UInt8) -> Int {
        let marks = (bits &- Self.ones &* UInt64(bound)) & ~bits & Self.highBits
        return marks.trailingZeroBitCount &>> 3
    }

    /// The number of bytes before the first that a JSON string does not hold plainly: a quote, a backslash, a control
    /// character or a byte outside of ASCII; eight if there is none.
    @inline(__always)
    var plainPrefixLength: Int {
        let quotes = (bits ^ Self.ones &* 0x22) &- Self.ones
        let backslashes = (bits ^ Self.ones &* 0x5C) &- Self.ones
        let controls = bits &- Self.ones &* 0x20
        return ((quotes | backslashes | controls | bits) & Self.highBits).trailingZeroBitCount &>> 3
    }
}

extension Span<UInt8> {
    /// Whether the bytes are those of an array.
    func hasSameBytes(as bytes: [UInt8]) -> Bool {
        count == bytes.count && hasSameBytes(as: bytes.span)
    }
}

extension [UInt8] {
    /// Adds a run of bytes.
    mutating func append(_ bytes: Span<UInt8>) {
        // The buffer is copied before the closure returns: one memory move instead of a checked append a byte.
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
