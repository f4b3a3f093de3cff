// SPDX-License-Identifier: MIT

/// The bytes that the arrays inside of a value have allocated, found by reflection.
enum AllocatedBytes {
    /// The bytes of all arrays in a value, and in their elements.
    static func count(in value: Any) -> Int {
        if let array = value as? any AllocatedArray { return array.allocatedBytes }
        return Mirror(reflecting: value).children.reduce(0) { $0 + count(in: $1.value) }
    }

    /// Calls `body` with the elements of the innermost arrays that a value is made of.
    static func forEachElement(in value: Any, _ body: (Any) -> Void) {
        if let array = value as? any AllocatedArray {
            array.forEachInnermost(body)
        } else {
            for property in Mirror(reflecting: value).children { forEachElement(in: property.value, body) }
        }
    }
}

/// An array that knows how much it has allocated.
protocol AllocatedArray {
    /// The bytes of its buffer, and of what its elements have allocated.
    var allocatedBytes: Int { get }
    /// Calls `body` with its elements, or theirs where they are arrays.
    func forEachInnermost(_ body: (Any) -> Void)
}

/// The bytes of a buffer before its elements.
private let headerSize = 32

extension ContiguousArray: AllocatedArray {
    var allocatedBytes: Int {
        guard capacity > 0 else { return 0 }
        let own = headerSize + capacity * MemoryLayout<Element>.stride
        // Where the first element has nothing of its own, none has: rows, numbers, words.
        guard let first, isComposed(first) else { return own }
        return own + reduce(0) { $0 + AllocatedBytes.count(in: $1) }
    }

    func forEachInnermost(_ body: (Any) -> Void) {
        for element in self {
            if let array = element as? any AllocatedArray { array.forEachInnermost(body) } else { body(element) }
        }
    }

    private func isComposed(_ element: Element) -> Bool {
        element is any AllocatedArray || Mirror(reflecting: element).children.contains { isComposed(any: $0.value) }
    }

    private func isComposed(any value: Any) -> Bool {
        value is any AllocatedArray || Mirror(reflecting: value).children.contains { isComposed(any: $0.value) }
    }
}

extension Array: AllocatedArray {
    var allocatedBytes: Int { ContiguousArray(self).allocatedBytes }

    func forEachInnermost(_ body: (Any) -> Void) { ContiguousArray(self).forEachInnermost(body) }
}
