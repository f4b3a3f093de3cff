// SPDX-License-Identifier: MIT

package import PipelineCore

/// Values that may be absent, as rows hold them.
extension ByteWriter {
    /// Writes an identifier as a JSON string, nil as null.
    package mutating func appendJSON(_ uuid: UUID?) {
        guard let uuid else { return append("null") }
        append(UInt8(ascii: "\""))
        append(uuid)
        append(UInt8(ascii: "\""))
    }

    /// Writes a JSON value as it is, nil as null.
    package mutating func appendJSON(_ value: JSONText?) {
        if let value { append(value.text) } else { append("null") }
    }

    /// Writes a string as a JSON string, nil as null.
    package mutating func appendJSON(_ text: String?) {
        if let text { appendJSON(text) as Void } else { append("null") }
    }
}

extension CSVWriter {
    /// Writes a text of a state as a field, none as an empty one.
    func append(_ text: BlobReference, of blobs: BlobStore, to writer: inout ByteWriter) {
        if !text.isNone { blobs.withBytes(of: text) { append($0, to: &writer) } }
    }

    /// Writes a JSON value of a state as a field, none as an empty one.
    func append(json text: BlobReference, of blobs: BlobStore, to writer: inout ByteWriter) {
        if !text.isNone { blobs.withBytes(of: text) { append(json: $0, to: &writer) } }
    }
}
