// SPDX-License-Identifier: MIT

/// Where a text stands in a ``BlobStore``: the number of its chunk and its place there, in units of eight bytes.
package struct BlobReference: Hashable, BitwiseCopyable, Sendable {
    /// The place as rows and files hold it.
    package let rawValue: UInt32

    /// Takes a place as rows and files hold it.
    @inline(__always)
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// No text at all, unlike the empty text.
    package static let none = BlobReference(rawValue: .max)

    /// Whether there is no text.
    @inline(__always)
    package var isNone: Bool { rawValue == .max }

    static let unit = 8
    static let unitBits: UInt32 = 13
    static let unitMask: UInt32 = (1 &<< unitBits) &- 1
    /// The most chunks: the last number is kept free, so that no place is ``none``.
    static let maximalChunkCount = Int(UInt32.max &>> unitBits)

    @inline(__always)
    var chunk: Int { Int(rawValue &>> Self.unitBits) }

    @inline(__always)
    var offset: Int { Int(rawValue & Self.unitMask) &* Self.unit }

    @inline(__always)
    init(chunk: Int, offset: Int) {
        rawValue = UInt32(truncatingIfNeeded: chunk) &<< Self.unitBits | UInt32(truncatingIfNeeded: offset / Self.unit)
    }
}
