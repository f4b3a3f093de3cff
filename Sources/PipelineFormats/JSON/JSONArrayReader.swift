// SPDX-License-Identifier: MIT

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
    /// - Throws: ``JSONError`` where the text begins with something else.
    package mutating func open(_ text: Span<UInt8>) throws(JSONError) {
        scanner.restart()
        scanner.skipWhiteSpace(text)
        try scanner.openArray(text, depth: 1)
        isFirst = true
    }

    /// The next element of the array in the text given to ``open(_:)``, nil at the end of both.
    ///
    /// - Throws: ``JSONError`` where the text is not valid up to there, or goes on behind the array.
    package mutating func next(_ text: Span<UInt8>) throws(JSONError) -> JSONToken? {
        guard try scanner.scanElementStart(isFirst: isFirst, text) else {
            try scanner.scanEnd(text)
            return nil
        }
        isFirst = false
        return try scanner.scanValue(text, depth: 1)
    }
}
