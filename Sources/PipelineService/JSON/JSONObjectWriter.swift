// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats

/// Writes the members of a JSON object one by one.
struct JSONObjectWriter {
    private var isFirst = true

    /// Opens the object.
    init(_ writer: inout ByteWriter) {
        writer.append(UInt8(ascii: "{"))
    }

    mutating func name(_ name: StaticString, to writer: inout ByteWriter) {
        if !isFirst { writer.append(UInt8(ascii: ",")) }
        isFirst = false
        writer.append(UInt8(ascii: "\""))
        writer.append(name)
        writer.append("\":")
    }

    mutating func member(_ name: StaticString, _ value: String?, to writer: inout ByteWriter) {
        self.name(name, to: &writer)
        writer.appendJSON(value)
    }

    mutating func member(_ name: StaticString, _ value: UUID?, to writer: inout ByteWriter) {
        self.name(name, to: &writer)
        writer.appendJSON(value)
    }

    mutating func member(_ name: StaticString, _ value: (some BinaryInteger)?, to writer: inout ByteWriter) {
        self.name(name, to: &writer)
        if let value { writer.append(value) } else { writer.append("null") }
    }

    mutating func member(_ name: StaticString, _ value: Bool, to writer: inout ByteWriter) {
        self.name(name, to: &writer)
        writer.append(value ? "true" : "false")
    }

    mutating func member(_ name: StaticString, _ value: AmountSum, to writer: inout ByteWriter) {
        self.name(name, to: &writer)
        writer.append(value)
    }

    mutating func member(_ name: StaticString, _ value: Timestamp?, to writer: inout ByteWriter) {
        self.name(name, to: &writer)
        guard let value else {
            writer.append("null")
            return
        }
        writer.append(UInt8(ascii: "\""))
        writer.append(value)
        writer.append(UInt8(ascii: "\""))
    }

    /// Closes the object.
    func end(_ writer: inout ByteWriter) {
        writer.append(UInt8(ascii: "}"))
    }
}

extension ByteWriter {
    /// Writes a list as a JSON array.
    mutating func appendJSON<Element>(
        list: some Sequence<Element>,
        _ writeElement: (inout ByteWriter, Element) -> Void
    ) {
        append(UInt8(ascii: "["))
        var isFirst = true
        for element in list {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            writeElement(&self, element)
        }
        append(UInt8(ascii: "]"))
    }

    /// Writes an object of counts.
    mutating func appendJSON(counts: [(name: StaticString, count: Int)]) {
        var object = JSONObjectWriter(&self)
        for (name, count) in counts { object.member(name, count, to: &self) }
        object.end(&self)
    }
}
