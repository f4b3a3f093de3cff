// SPDX-License-Identifier: MIT

/// The number of a type (22 bits), a small number (4 bits) and flags (6 bits) in one word of a row.
struct PackedTypeAndFlags: BitwiseCopyable, Sendable {
    let rawValue: UInt32

    @inline(__always)
    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    @inline(__always)
    init(type: UInt32, small: UInt32, flags: UInt32) {
        rawValue = type &<< 10 | (small & 0xF) &<< 6 | flags & 0x3F
    }

    @inline(__always)
    var type: UInt32 { rawValue &>> 10 }

    @inline(__always)
    var small: UInt32 { rawValue &>> 6 & 0xF }

    @inline(__always)
    var flags: UInt32 { rawValue & 0x3F }
}
