// SPDX-License-Identifier: MIT

/// An element without references, of which a chunk full of zeros can be made.
package protocol FixedSizeElement: BitwiseCopyable, Sendable {
    /// The element whose place in an array is still empty.
    static var zero: Self { get }
}

extension UInt8: FixedSizeElement {
    /// Nought.
    package static var zero: UInt8 { 0 }
}

extension UInt32: FixedSizeElement {
    /// Nought.
    package static var zero: UInt32 { 0 }
}

extension UInt64: FixedSizeElement {
    /// Nought.
    package static var zero: UInt64 { 0 }
}
