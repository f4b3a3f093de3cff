// SPDX-License-Identifier: MIT

internal import PipelineCore

extension Span<UInt8> {
    /// Whether the bytes are those of an array.
    func hasSameBytes(as bytes: [UInt8]) -> Bool {
        count == bytes.count && hasSameBytes(as: bytes.span)
    }
}
