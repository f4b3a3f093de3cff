// SPDX-License-Identifier: MIT

internal import PipelineFormats

extension JSONToken {
    /// The bytes of a string with its escapes resolved, or those of any other value's text.
    func bytes(in text: Span<UInt8>, _ work: inout ByteWork) -> [UInt8] {
        work.count(range.count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        appendContent(in: text, to: &bytes)
        return bytes
    }

    /// Whether a string is `name` once its escapes are resolved, byte by byte.
    func isContent(_ name: StaticString, in text: Span<UInt8>, _ work: inout ByteWork) -> Bool {
        let length = name.utf8CodeUnitCount
        // The longest escape of a byte is `\u0061`.
        guard hasEscapes ? content.count <= 6 * length : content.count == length else {
            work.count(0)
            return false
        }
        let bytes = bytes(in: text, &work)
        return name.withUTF8Buffer { $0.elementsEqual(bytes) }
    }
}
