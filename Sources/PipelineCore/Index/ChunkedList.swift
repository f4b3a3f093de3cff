// SPDX-License-Identifier: MIT

/// A list of elements that hold references, in small chunks: the first change after a copy copies one chunk.
struct ChunkedList<Element: Sendable>: Sendable {
    private var chunks: ContiguousArray<ContiguousArray<Element>> = []
    private(set) var count = 0

    private static var shift: Int { 5 }
    private static var chunkSize: Int { 32 }

    var indices: Range<Int> { 0..<count }

    /// The element at `index`, read and changed in place.
    @inline(__always)
    subscript(index: Int) -> Element {
        _read { yield chunks[index &>> Self.shift][index & (Self.chunkSize &- 1)] }
        _modify { yield &chunks[index &>> Self.shift][index & (Self.chunkSize &- 1)] }
    }

    mutating func append(_ element: Element) {
        if count & (Self.chunkSize &- 1) == 0 {
            var chunk = ContiguousArray<Element>()
            chunk.reserveCapacity(Self.chunkSize)
            chunks.append(chunk)
        }
        chunks[count &>> Self.shift].append(element)
        count &+= 1
    }
}
