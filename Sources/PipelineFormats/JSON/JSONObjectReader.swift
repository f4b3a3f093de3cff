// SPDX-License-Identifier: MIT

/// Reads a text that is one JSON object, member by member and strictly.
///
/// ```swift
/// var reader = JSONObjectReader()
/// try reader.open(text)
/// while let member = try reader.next(text) {
///     print(member.key.string(in: text), member.value.kind)
/// }
/// ```
///
/// The object is known to be valid, without a key twice at any depth, only when ``next(_:)`` has returned nil.
package struct JSONObjectReader: Sendable {
    private var scanner = JSONScanner()
    private var object = 0
    private var isFirst = true

    /// Makes a reader, which can be used for one text after another.
    package init() {}

    /// Begins with a text, which must be an object.
    ///
    /// - Throws: ``JSONError`` if the text begins with something else.
    package mutating func open(_ text: Span<UInt8>) throws(JSONError) {
        scanner.restart()
        scanner.skipWhiteSpace(text)
        object = try scanner.openObject(text, depth: 1)
        isFirst = true
    }

    /// The next member of the object in the text given to ``open(_:)``, nil at the end of both.
    ///
    /// - Throws: ``JSONError`` if the text is not valid up to there, or goes on behind the object.
    package mutating func next(_ text: Span<UInt8>) throws(JSONError) -> JSONMember? {
        guard let key = try scanner.scanKey(of: object, isFirst: isFirst, text) else {
            try scanner.scanEnd(text)
            return nil
        }
        isFirst = false
        return JSONMember(key: key, value: try scanner.scanValue(text, depth: 1))
    }
}

/// A member of a JSON object: the places of its key and its value in the text.
package struct JSONMember: Hashable, Sendable {
    /// The key, a string.
    package let key: JSONToken
    /// The value.
    package let value: JSONToken
}

/// The keys of the objects that are open, so that no object has one twice.
///
/// The few keys of a usual object are compared one with another; an object with more of them, or with escapes in one,
/// gets a table of their hashes, so that no text takes time beyond its length.
struct JSONKeyList: Sendable {
    /// The first key of each hash, of the object whose keys begin at `start`.
    private struct Table {
        let start: Int
        var indexes: [Int: Int] = [:]
    }

    private var keys: [JSONToken] = []
    /// The tables of the open objects that have one, the innermost last.
    private var tables: [Table] = []

    /// The number of keys that are compared one with another.
    private static let smallCount = 16

    /// Where the keys of an object that opens now will begin.
    var end: Int { keys.count }

    /// Adds a key to the innermost object, whose keys begin at `start`; false if the object has it already.
    mutating func insert(_ key: JSONToken, start: Int, _ text: Span<UInt8>) -> Bool {
        let hasTable = tables.last?.start == start
        if !hasTable, !key.hasEscapes, keys.count &- start < Self.smallCount {
            for index in start..<keys.count where keys[index].hasSameContent(as: key, in: text) { return false }
        } else {
            if !hasTable { addTable(start: start, text) }
            guard insertIntoTable(key, start: start, text) else { return false }
        }
        keys.append(key)
        return true
    }

    private mutating func addTable(start: Int, _ text: Span<UInt8>) {
        var table = Table(start: start)
        for index in start..<keys.count { table.indexes[keys[index].contentHash(in: text)] = index }
        tables.append(table)
    }

    private mutating func insertIntoTable(_ key: JSONToken, start: Int, _ text: Span<UInt8>) -> Bool {
        let last = tables.count &- 1
        let hash = key.contentHash(in: text)
        guard let index = tables[last].indexes.updateValue(keys.count, forKey: hash) else { return true }
        // Two contents have one hash about once in 2⁶⁴ pairs, whoever chose them: the hash has a seed.
        return !keys[index].hasSameContent(as: key, in: text)
            && !keys[start...].contains { $0.hasSameContent(as: key, in: text) }
    }

    /// Forgets the keys of the innermost object, whose keys begin at `start`.
    mutating func close(start: Int) {
        if tables.last?.start == start { tables.removeLast() }
        keys.removeLast(keys.count &- start)
    }

    /// Forgets everything and keeps the memory.
    mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        tables.removeAll()
    }
}

/// Reads a text that is one JSON array, element by element and strictly.
///
/// The array is known to be valid only when ``next(_:)`` has returned nil.
package struct JSONArrayReader: Sendable {
    private var scanner = JSONScanner()
    private var isFirst = true

    /// Makes a reader, which can be used for one text after another.
    package init() {}

    /// Begins with a text, which must be an array.
    ///
    /// - Throws: ``JSONError`` if the text begins with something else.
    package mutating func open(_ text: Span<UInt8>) throws(JSONError) {
        scanner.restart()
        scanner.skipWhiteSpace(text)
        try scanner.openArray(text, depth: 1)
        isFirst = true
    }

    /// The next element of the array in the text given to ``open(_:)``, nil at the end of both.
    ///
    /// - Throws: ``JSONError`` if the text is not valid up to there, or goes on behind the array.
    package mutating func next(_ text: Span<UInt8>) throws(JSONError) -> JSONToken? {
        guard try scanner.scanElementStart(isFirst: isFirst, text) else {
            try scanner.scanEnd(text)
            return nil
        }
        isFirst = false
        return try scanner.scanValue(text, depth: 1)
    }
}
