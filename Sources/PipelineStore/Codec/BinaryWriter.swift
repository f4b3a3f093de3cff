// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Writes the values of a change as bytes, least significant byte first.
struct BinaryWriter {
    private(set) var bytes: [UInt8] = []

    /// Makes a writer with room for `capacity` bytes.
    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ id: UUID) {
        write(id.high)
        write(id.low)
    }

    /// Writes a text: its length in four bytes, then its bytes.
    mutating func write(_ text: String) {
        write(UInt32(truncatingIfNeeded: text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes bytes: their number in four bytes, then the bytes.
    mutating func write(_ chunk: ContiguousArray<UInt8>) {
        write(UInt32(truncatingIfNeeded: chunk.count))
        bytes.append(contentsOf: chunk)
    }

    /// Writes whether there is a value, and the value.
    mutating func write<Value>(_ value: Value?, _ writeValue: (inout BinaryWriter, Value) -> Void) {
        write(UInt8(value == nil ? 0 : 1))
        if let value { writeValue(&self, value) }
    }

    /// Writes a list: its length in four bytes, then its elements.
    mutating func write<Element>(_ list: [Element], _ writeElement: (inout BinaryWriter, Element) -> Void) {
        write(UInt32(truncatingIfNeeded: list.count))
        for element in list { writeElement(&self, element) }
    }

    /// Writes an array as it lies in memory: its length in four bytes, then its elements.
    mutating func write<Element>(_ array: ChunkedArray<Element>) {
        // Known when the program is built: bytes between elements would be those of whatever was there before.
        precondition(MemoryLayout<Element>.size == MemoryLayout<Element>.stride)
        write(UInt32(truncatingIfNeeded: array.count))
        for number in 0..<array.chunkCount {
            let chunk = array.chunk(number)
            let used = array.usedCount(inChunk: number) * MemoryLayout<Element>.stride
            // Trivial elements: their bytes are their value.
            chunk.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(used)) }
        }
    }
}
