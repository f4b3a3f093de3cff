// SPDX-License-Identifier: MIT

package import PipelineCore

/// A value in a JSON text: its kind and its place.
package struct JSONToken: Hashable, Sendable {
    /// The kinds of JSON values.
    package enum Kind: Hashable, Sendable {
        /// `{…}`
        case object
        /// `[…]`
        case array
        /// `"…"`
        case string
        /// A number by JSON's grammar.
        case number
        /// `true` or `false`.
        case boolean
        /// `null`
        case null
    }

    /// The kind of value.
    package let kind: Kind
    /// The value's place in the text, with its quotes or brackets.
    package let range: Range<Int>
    /// Whether the value is a string with escapes.
    package let hasEscapes: Bool
    /// Whether there is white space between the value's parts.
    package let hasWhiteSpace: Bool

    init(_ kind: Kind, _ range: Range<Int>, hasEscapes: Bool = false, hasWhiteSpace: Bool = false) {
        self.kind = kind
        self.range = range
        self.hasEscapes = hasEscapes
        self.hasWhiteSpace = hasWhiteSpace
    }

    /// The place of a string's contents, without the quotes; the range of any other value.
    package var content: Range<Int> {
        kind == .string ? range.lowerBound &+ 1..<range.upperBound &- 1 : range
    }
}

extension JSONToken {
    /// The value of a string with its escapes resolved; the text of any other value.
    package func string(in text: Span<UInt8>) -> String {
        guard hasEscapes else { return Self.decode(text.extracting(content)) }
        var bytes: [UInt8] = []
        appendContent(in: text, to: &bytes)
        return Self.decode(bytes.span)
    }

    /// The value as JSON text without white space between its parts.
    package func json(in text: Span<UInt8>) -> JSONText {
        guard hasWhiteSpace else { return JSONText(validated: Self.decode(text.extracting(range))) }
        return JSONText(validated: Self.decode(compacted(in: text).span))
    }

    /// The value as JSON text without white space between its parts, as bytes.
    func compacted(in text: Span<UInt8>) -> [UInt8] {
        Self.compacted(text.extracting(range))
    }

    /// Appends the bytes of a string with its escapes resolved, or those of any other value's text.
    package func appendContent(in text: Span<UInt8>, to bytes: inout [UInt8]) {
        guard hasEscapes else {
            bytes.append(text.extracting(content))
            return
        }
        var escapes = JSONEscapes(position: content.lowerBound, end: content.upperBound)
        escapes.resolve(text, into: &bytes)
    }

    /// Whether two strings are the same once their escapes are resolved.
    func hasSameContent(as other: JSONToken, in text: Span<UInt8>) -> Bool {
        if !hasEscapes, !other.hasEscapes {
            guard range.count == other.range.count else { return false }
            return text.extracting(content).hasSameBytes(as: text.extracting(other.content))
        }
        var left: [UInt8] = []
        var right: [UInt8] = []
        appendContent(in: text, to: &left)
        other.appendContent(in: text, to: &right)
        return left == right
    }

    /// A hash of a string with its escapes resolved, under the seed of this process.
    func contentHash(in text: Span<UInt8>) -> Int {
        var hasher = Hasher()
        if hasEscapes {
            var bytes: [UInt8] = []
            appendContent(in: text, to: &bytes)
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        } else {
            // The bytes are hashed before the closure returns.
            text.extracting(content).withUnsafeBytes { hasher.combine(bytes: $0) }
        }
        return hasher.finalize()
    }

    /// A string of bytes that the scanner has found to be UTF-8.
    private static func decode(_ bytes: Span<UInt8>) -> String {
        // The buffer is read before the closure returns.
        bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// A valid text without the white space outside of its strings.
    private static func compacted(_ text: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var isInString = false
        var isEscaped = false
        for index in text.indices {
            let byte = text[index]
            if !isInString, JSONScanner.isWhiteSpace(byte) { continue }
            if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            result.append(byte)
        }
        return result
    }
}
