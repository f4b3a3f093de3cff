// SPDX-License-Identifier: MIT

/// Names that occur again and again, each with a number in order of first use.
package struct NameTable: Sendable {
    private var names = ChunkedList<String>()
    private var numbers: [Key: UInt32] = [:]
    /// The name that was asked for last, which is mostly the one that is asked for next.
    private var last: (name: String, number: UInt32)?

    /// A name that is compared by its bytes: canonically equivalent names are different.
    private struct Key: Hashable {
        let name: String

        static func == (lhs: Key, rhs: Key) -> Bool { lhs.name.hasSameBytes(as: rhs.name) }

        func hash(into hasher: inout Hasher) {
            var name = name
            name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    /// The most names: 22 bits of a row hold their number.
    static let capacity = 1 << 22

    /// Makes an empty table.
    package init() {}

    /// The number of names.
    package var count: Int { names.count }

    /// The name with a number.
    package subscript(number: UInt32) -> String { names[Int(number)] }

    /// The number of a name, nil if the table does not have it.
    package func number(of name: String) -> UInt32? { numbers[Key(name: name)] }

    /// The number of a name, which is added if it is new.
    mutating func intern(_ name: String) -> UInt32 {
        if let last, last.name.hasSameBytes(as: name) { return last.number }
        if let number = numbers[Key(name: name)] {
            last = (name, number)
            return number
        }
        let number = UInt32(truncatingIfNeeded: names.count)
        numbers[Key(name: name)] = number
        names.append(name)
        return number
    }
}
