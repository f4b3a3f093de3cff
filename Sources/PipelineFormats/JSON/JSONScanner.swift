// SPDX-License-Identifier: MIT

internal import PipelineCore

/// A strict reader of JSON (RFC 8259): a place in a text, moved forward over what is valid.
///
/// No key twice in an object, at any depth, whatever its spelling; at most 128 values inside of one another; strings of
/// valid UTF-8 without lone surrogates. The text is handed to every call, so that the reader can be kept and used again.
struct JSONScanner: Sendable {
    /// The number of bytes read.
    private(set) var position = 0
    /// The last place after which white space was read.
    private var lastWhiteSpace = -1
    private var keys = JSONKeyList()

    /// The greatest depth of nested objects and arrays.
    static let maximalDepth = 128

    /// Begins again at the start of a text.
    mutating func restart() {
        position = 0
        lastWhiteSpace = -1
        keys.removeAll()
    }

    /// Reads a text that is one value with nothing but white space around it.
    mutating func scanDocument(_ text: Span<UInt8>) throws(JSONError) -> JSONToken {
        restart()
        skipWhiteSpace(text)
        let token = try scanValue(text, depth: 0)
        try scanEnd(text)
        return token
    }

    /// Reads the white space at the end of a text, behind which nothing may follow.
    mutating func scanEnd(_ text: Span<UInt8>) throws(JSONError) {
        skipWhiteSpace(text)
        guard position == text.count else { throw JSONError("unexpected text after the value", at: position) }
    }

    /// Reads a value inside of `depth` others.
    mutating func scanValue(_ text: Span<UInt8>, depth: Int) throws(JSONError) -> JSONToken {
        guard position < text.count else { throw JSONError("expected a value", at: position) }
        switch text[position] {
        case UInt8(ascii: "\""): return try scanString(text)
        case UInt8(ascii: "{"): return try scanObject(text, depth: depth &+ 1)
        case UInt8(ascii: "["): return try scanArray(text, depth: depth &+ 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try scanNumber(text)
        case UInt8(ascii: "t"): return try scanLiteral("true", .boolean, text)
        case UInt8(ascii: "f"): return try scanLiteral("false", .boolean, text)
        case UInt8(ascii: "n"): return try scanLiteral("null", .null, text)
        default: throw JSONError("expected a value", at: position)
        }
    }

    @inline(__always)
    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Reads white space.
    @inline(__always)
    mutating func skipWhiteSpace(_ text: Span<UInt8>) {
        guard position < text.count, Self.isWhiteSpace(text[position]) else { return }
        lastWhiteSpace = position
        while position < text.count, Self.isWhiteSpace(text[position]) { position &+= 1 }
    }

    /// Reads the next byte if it is `byte`, and returns whether it was.
    @inline(__always)
    mutating func takeIf(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position &+= 1
        return true
    }

    private mutating func scanLiteral(
        _ literal: StaticString,
        _ kind: JSONToken.Kind,
        _ text: Span<UInt8>
    ) throws(JSONError) -> JSONToken {
        let start = position
        let isThere = literal.withUTF8Buffer { expected in
            text.count &- start >= expected.count
                && text.extracting(start..<start &+ expected.count).hasSameBytes(as: expected.span)
        }
        guard isThere else { throw JSONError("expected a value", at: start) }
        position &+= literal.utf8CodeUnitCount
        return JSONToken(kind, start..<position)
    }
}

extension JSONScanner {
    private mutating func scanObject(_ text: Span<UInt8>, depth: Int) throws(JSONError) -> JSONToken {
        let start = position
        let object = try openObject(text, depth: depth)
        var isFirst = true
        while try scanKey(of: object, isFirst: isFirst, text) != nil {
            _ = try scanValue(text, depth: depth)
            isFirst = false
        }
        return JSONToken(.object, start..<position, hasWhiteSpace: lastWhiteSpace >= start)
    }

    /// Reads the `{` of an object; returns where its keys begin, for ``scanKey(of:isFirst:_:)``.
    mutating func openObject(_ text: Span<UInt8>, depth: Int) throws(JSONError) -> Int {
        guard takeIf(UInt8(ascii: "{"), text) else { throw JSONError("expected an object", at: position) }
        guard depth <= Self.maximalDepth else { throw .tooDeep(at: position &- 1) }
        return keys.end
    }

    /// Reads the next key of an object and its colon; nil if the object ends instead.
    mutating func scanKey(of object: Int, isFirst: Bool, _ text: Span<UInt8>) throws(JSONError) -> JSONToken? {
        skipWhiteSpace(text)
        if takeIf(UInt8(ascii: "}"), text) {
            keys.close(start: object)
            return nil
        }
        if !isFirst {
            guard takeIf(UInt8(ascii: ","), text) else { throw JSONError("expected ',' or '}'", at: position) }
            skipWhiteSpace(text)
        }
        guard position < text.count, text[position] == UInt8(ascii: "\"") else {
            throw JSONError("expected a key", at: position)
        }
        let key = try scanString(text)
        guard keys.insert(key, start: object, text) else {
            let name = ValueError.excerpt(key.string(in: text))
            throw JSONError("duplicate key '\(name)'", at: key.range.lowerBound)
        }
        skipWhiteSpace(text)
        guard takeIf(UInt8(ascii: ":"), text) else { throw JSONError("expected ':'", at: position) }
        skipWhiteSpace(text)
        return key
    }

    private mutating func scanArray(_ text: Span<UInt8>, depth: Int) throws(JSONError) -> JSONToken {
        let start = position
        try openArray(text, depth: depth)
        var isFirst = true
        while try scanElementStart(isFirst: isFirst, text) {
            _ = try scanValue(text, depth: depth)
            isFirst = false
        }
        return JSONToken(.array, start..<position, hasWhiteSpace: lastWhiteSpace >= start)
    }

    /// Reads the `[` of an array.
    mutating func openArray(_ text: Span<UInt8>, depth: Int) throws(JSONError) {
        guard takeIf(UInt8(ascii: "["), text) else { throw JSONError("expected an array", at: position) }
        guard depth <= Self.maximalDepth else { throw .tooDeep(at: position &- 1) }
    }

    /// Reads what comes before the next element of an array; false if the array ends instead.
    mutating func scanElementStart(isFirst: Bool, _ text: Span<UInt8>) throws(JSONError) -> Bool {
        skipWhiteSpace(text)
        if takeIf(UInt8(ascii: "]"), text) { return false }
        if !isFirst {
            guard takeIf(UInt8(ascii: ","), text) else { throw JSONError("expected ',' or ']'", at: position) }
            skipWhiteSpace(text)
        }
        return true
    }
}

extension JSONScanner {
    /// Moves to a place that a facet of the scanner has read up to.
    @inline(__always)
    mutating func move(to place: Int) {
        position = place
    }
}

extension JSONError {
    fileprivate static func tooDeep(at offset: Int) -> JSONError {
        JSONError("more than \(JSONScanner.maximalDepth) nested values", at: offset)
    }
}

extension JSONScanner {
    /// Reads a number: `-`, digits without a leading zero, a fraction, an exponent.
    mutating func scanNumber(_ text: Span<UInt8>) throws(JSONError) -> JSONToken {
        let start = position
        _ = takeIf(UInt8(ascii: "-"), text)
        if takeIf(UInt8(ascii: "0"), text) {
            if position < text.count, text[position].decimalValue != nil {
                throw JSONError("number with a leading zero", at: start)
            }
        } else {
            try scanDigits(text)
        }
        if takeIf(UInt8(ascii: "."), text) { try scanDigits(text) }
        if takeIf(UInt8(ascii: "e"), text) || takeIf(UInt8(ascii: "E"), text) {
            if !takeIf(UInt8(ascii: "+"), text) { _ = takeIf(UInt8(ascii: "-"), text) }
            try scanDigits(text)
        }
        return JSONToken(.number, start..<position)
    }

    private mutating func scanDigits(_ text: Span<UInt8>) throws(JSONError) {
        var place = position
        while place < text.count, text[place].decimalValue != nil { place &+= 1 }
        guard place > position else { throw JSONError("expected a digit", at: place) }
        move(to: place)
    }
}

extension JSONScanner {
    /// Reads a string, whose opening quote is the next byte.
    mutating func scanString(_ text: Span<UInt8>) throws(JSONError) -> JSONToken {
        let start = position
        var place = start &+ 1
        var hasEscapes = false
        while place < text.count {
            if let word = ByteWord(text, at: place) {
                let plain = word.plainPrefixLength
                place &+= plain
                if plain == 8 { continue }
            }
            let byte = text[place]
            if byte == UInt8(ascii: "\"") {
                move(to: place &+ 1)
                return JSONToken(.string, start..<position, hasEscapes: hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                place = try Self.endOfEscape(text, at: place)
            } else if byte < 0x20 {
                throw JSONError("unescaped control character in a string", at: place)
            } else if byte < 0x80 {
                place &+= 1
            } else if let length = UTF8Validity.sequenceLength(in: text, at: place) {
                place &+= length
            } else {
                throw JSONError("invalid UTF-8", at: place)
            }
        }
        throw JSONError("unterminated string that begins", at: start)
    }

    /// The place after an escape, whose backslash is at `start`.
    private static func endOfEscape(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
        guard text.count &- start >= 2 else { throw JSONError("incomplete escape", at: start) }
        switch text[start &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start &+ 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit(text, at: start)
            guard unit != 0 else { throw JSONError("U+0000, which no text may contain,", at: start) }
            if unit & 0xF800 != 0xD800 { return start &+ 6 }
            guard unit & 0xFC00 == 0xD800, text.count &- start >= 8, text[start &+ 6] == UInt8(ascii: "\\"),
                text[start &+ 7] == UInt8(ascii: "u"), try codeUnit(text, at: start &+ 6) & 0xFC00 == 0xDC00
            else { throw JSONError("unpaired surrogate", at: start) }
            return start &+ 12
        default:
            throw JSONError("invalid escape", at: start)
        }
    }

    /// The number in `\u1234`, whose backslash is at `start`.
    private static func codeUnit(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> UInt32 {
        guard text.count &- start >= 6 else { throw JSONError("incomplete escape", at: start) }
        var value: UInt32 = 0
        for index in start &+ 2..<start &+ 6 {
            guard let digit = text[index].hexadecimalValue else {
                throw JSONError("expected a hexadecimal digit", at: index)
            }
            value = value &<< 4 | UInt32(digit)
        }
        return value
    }
}
