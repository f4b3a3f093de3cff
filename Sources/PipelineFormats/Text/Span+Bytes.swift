// SPDX-License-Identifier: MIT

internal import PipelineCore

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
