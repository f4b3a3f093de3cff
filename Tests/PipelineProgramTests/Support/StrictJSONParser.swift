// SPDX-License-Identifier: MIT

/// A strict reader of JSON (RFC 8259), written for these tests alone: what it takes, every parser takes.
struct StrictJSONParser {
    /// Where and why a text is no JSON.
    struct Failure: Error {
        var offset: Int
        var reason: String
    }

    private let bytes: [UInt8]
    private var place = 0

    private init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    /// Reads a text that is one value and nothing else.
    static func parse(_ text: some StringProtocol) throws -> JSONValue {
        var parser = StrictJSONParser(text)
        let value = try parser.value(depth: 0)
        guard parser.place == parser.bytes.count else { throw parser.failure("there is more behind the value") }
        return value
    }

    private func failure(_ reason: String) -> Failure { Failure(offset: place, reason: reason) }

    private var byte: UInt8 { place < bytes.count ? bytes[place] : 0 }

    private mutating func skipSpace() {
        while [0x20, 0x09, 0x0A, 0x0D].contains(byte), place < bytes.count { place += 1 }
    }

    private mutating func take(_ text: StaticString) throws {
        let expected = Array(text.description.utf8)
        guard bytes[place...].starts(with: expected) else { throw failure("expected \(text)") }
        place += expected.count
    }

    private mutating func value(depth: Int) throws -> JSONValue {
        guard depth < 1000 else { throw failure("too deep") }
        skipSpace()
        defer { skipSpace() }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try take("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try take("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try take("null")
            return .null
        default: return .number(try number())
        }
    }

    private mutating func object(depth: Int) throws -> JSONValue {
        try take("{")
        var members: [JSONValue.Member] = []
        var names: Set<[UInt8]> = []
        skipSpace()
        while byte != UInt8(ascii: "}") {
            if !members.isEmpty { try take(",") }
            skipSpace()
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted else { throw failure("the key \(name) is there twice") }
            skipSpace()
            try take(":")
            members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
        }
        try take("}")
        return .object(members)
    }

    private mutating func array(depth: Int) throws -> JSONValue {
        try take("[")
        var elements: [JSONValue] = []
        skipSpace()
        while byte != UInt8(ascii: "]") {
            if !elements.isEmpty { try take(",") }
            elements.append(try value(depth: depth + 1))
        }
        try take("]")
        return .array(elements)
    }

    private mutating func digits() throws {
        let start = place
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        guard place > start else { throw failure("expected a digit") }
    }

    private mutating func number() throws -> String {
        let start = place
        if byte == UInt8(ascii: "-") { place += 1 }
        if byte == UInt8(ascii: "0") { place += 1 } else { try digits() }
        if byte == UInt8(ascii: ".") {
            place += 1
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            place += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func string() throws -> String {
        try take("\"")
        var result: [UInt8] = []
        while byte != UInt8(ascii: "\"") {
            guard place < bytes.count, byte >= 0x20 else { throw failure("a raw control character or no end") }
            if byte == UInt8(ascii: "\\") {
                place += 1
                result += try escape()
            } else {
                result.append(byte)
                place += 1
            }
        }
        place += 1
        guard let text = String(validating: result, as: UTF8.self) else { throw failure("the string is no UTF-8") }
        return text
    }

    private mutating func escape() throws -> [UInt8] {
        defer { place += 1 }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var code = try unit()
            if (0xD800..<0xDC00).contains(code), bytes[(place + 1)...].starts(with: [0x5C, 0x75]) {
                place += 2
                code = 0x10000 + (code - 0xD800) << 10 + (try unit() - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("half a surrogate pair") }
            return Array(String(scalar).utf8)
        default: throw failure("an unknown escape")
        }
    }

    /// Reads the four digits behind `u`, and stays on the last.
    private mutating func unit() throws -> UInt32 {
        let digits = bytes.dropFirst(place + 1).prefix(4)
        guard digits.count == 4, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw failure("expected four hexadecimal digits")
        }
        place += 4
        return code
    }
}
