// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Reads back what a ``BinaryWriter`` wrote; every length is checked against the bytes that are left.
struct BinaryReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    private mutating func take(_ count: Int) throws(ValueError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.endIndex - position else { throw ValueError("ends early") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func read<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(ValueError) -> Value {
        LittleEndian.load(Value.self, from: try take(MemoryLayout<Value>.size), at: 0)
    }

    mutating func readUUID() throws(ValueError) -> UUID {
        UUID(high: try read(), low: try read())
    }

    mutating func readBytes() throws(ValueError) -> ContiguousArray<UInt8> {
        ContiguousArray(try take(Int(try read(UInt32.self))))
    }

    mutating func readText() throws(ValueError) -> String {
        let slice = try take(Int(try read(UInt32.self)))
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw ValueError("has text that is not valid UTF-8")
        }
        return text
    }

    mutating func readOptional<Value>(
        _ readValue: (inout BinaryReader) throws(ValueError) -> Value
    ) throws(ValueError) -> Value? {
        switch try read(UInt8.self) {
        case 0: nil
        case 1: try readValue(&self)
        default: throw ValueError("has a flag that is neither 0 nor 1")
        }
    }

    mutating func readList<Element>(
        _ readElement: (inout BinaryReader) throws(ValueError) -> Element
    ) throws(ValueError) -> [Element] {
        let count = Int(try read(UInt32.self))
        // Every element takes a byte at least, so that the count is bounded before room is made.
        guard count <= bytes.endIndex - position else { throw ValueError("ends early") }
        var list: [Element] = []
        list.reserveCapacity(min(count, 4096))
        for _ in 0..<count { list.append(try readElement(&self)) }
        return list
    }

    mutating func readArray<Element: FixedSizeElement>() throws(ValueError) -> ChunkedArray<Element> {
        var left = Int(try read(UInt32.self))
        var array = ChunkedArray<Element>()
        while left > 0 {
            let used = min(left, ChunkedArray<Element>.chunkSize)
            let slice = try take(used * MemoryLayout<Element>.stride)
            var chunk = ChunkedArray<Element>.Chunk(repeating: .zero, count: ChunkedArray<Element>.chunkSize)
            // Trivial elements: any bytes are a value, which the caller checks against its rules.
            chunk.withUnsafeMutableBytes { target in slice.withUnsafeBytes { target.copyMemory(from: $0) } }
            guard array.appendChunk(chunk, used: used) else { throw ValueError("has an array of inconsistent length") }
            left -= used
        }
        return array
    }
}
