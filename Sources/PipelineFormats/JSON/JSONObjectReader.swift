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
    /// - Throws: ``JSONError`` where the text begins with something else.
    package mutating func open(_ text: Span<UInt8>) throws(JSONError) {
        scanner.restart()
        scanner.skipWhiteSpace(text)
        object = try scanner.openObject(text, depth: 1)
        isFirst = true
    }

    /// The next member of the object in the text given to ``open(_:)``, nil at the end of both.
    ///
    /// - Throws: ``JSONError`` where the text is not valid up to there, or goes on behind the object.
    package mutating func next(_ text: Span<UInt8>) throws(JSONError) -> JSONMember? {
        guard let key = try scanner.scanKey(of: object, isFirst: isFirst, text) else {
            try scanner.scanEnd(text)
            return nil
        }
        isFirst = false
        return JSONMember(key: key, value: try scanner.scanValue(text, depth: 1))
    }
}
