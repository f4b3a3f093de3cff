// SPDX-License-Identifier: MIT

internal import Foundation
internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("The JSON scanner", .serialized, .inTurn)
struct JSONScannerTests {
    @Test(arguments: [
        ("null", "null"), (" true ", "true"), ("false\n", "false"), ("0", "0"), ("-0", "-0"), ("-0.0e+00", "-0.0e+00"),
        ("1E5", "1E5"), ("123.456e-7", "123.456e-7"), ("\"\"", "\"\""), ("[]", "[]"), ("{}", "{}"), ("[ ]", "[]"),
        ("{ }", "{}"), ("[1 , 2]", "[1,2]"), ("{ \"a b\" : [ { } , \" x \" ] }", "{\"a b\":[{},\" x \"]}"),
        (#"" \" { \\" "#, #"" \" { \\""#), (#"["\\" , "\" ,"]"#, #"["\\","\" ,"]"#),
        (#""é 😀 \u00e9 \ud83d\ude00 \/""#, #""é 😀 \u00e9 \ud83d\ude00 \/""#),
        ("\t\r\n [\t1\r\n]", "[1]"),
        ("{\"a\":1,\"A\":2,\"á\":3,\"a\u{301}\":4}", "{\"a\":1,\"A\":2,\"á\":3,\"a\u{301}\":4}"),
        ("[{\"a\":1},{\"a\":1}]", "[{\"a\":1},{\"a\":1}]"), ("{\"a\":{\"a\":{\"a\":1}}}", "{\"a\":{\"a\":{\"a\":1}}}"),
    ])
    func `A valid text is kept but for its white space`(_ text: String, _ compact: String) throws {
        #expect(try JSONText(parsing: text).text == compact)
    }

    @Test(arguments: [
        ("", "expected a value at byte 1"), ("  ", "expected a value at byte 3"),
        ("nul", "expected a value at byte 1"), ("nulll", "unexpected text after the value at byte 5"),
        ("True", "expected a value at byte 1"), ("NaN", "expected a value at byte 1"),
        ("'a'", "expected a value at byte 1"), ("\u{FEFF}1", "expected a value at byte 1"),
        ("01", "number with a leading zero at byte 1"),
        ("-", "expected a digit at byte 2"), ("1.", "expected a digit at byte 3"),
        ("1e", "expected a digit at byte 3"), ("1e+-1", "expected a digit at byte 4"),
        (".5", "expected a value at byte 1"), ("+1", "expected a value at byte 1"),
        ("1 2", "unexpected text after the value at byte 3"), ("{} {}", "unexpected text after the value at byte 4"),
        ("\"a", "unterminated string that begins at byte 1"),
        ("\"a\n\"", "unescaped control character in a string at byte 3"),
        (#""\x""#, "invalid escape at byte 2"), (#""\u12"#, "incomplete escape at byte 2"),
        (#""\u12g4""#, "expected a hexadecimal digit at byte 6"), ("\"\\", "incomplete escape at byte 2"),
        (#""a\u0000""#, "U+0000, which no text may contain, at byte 3"),
        (#""\ud800""#, "unpaired surrogate at byte 2"),
        (#""\udc00""#, "unpaired surrogate at byte 2"),
        (#""\ud800\ud800""#, "unpaired surrogate at byte 2"),
        (#""\ud800x""#, "unpaired surrogate at byte 2"),
        ("[1,]", "expected a value at byte 4"), ("[,1]", "expected a value at byte 2"),
        ("[1 2]", "expected ',' or ']' at byte 4"), ("[1", "expected ',' or ']' at byte 3"),
        ("[", "expected a value at byte 2"), ("{", "expected a key at byte 2"),
        ("{\"a\"}", "expected ':' at byte 5"), ("{\"a\":}", "expected a value at byte 6"),
        ("{\"a\":1,}", "expected a key at byte 8"), ("{a:1}", "expected a key at byte 2"),
        ("{\"a\":1 \"b\":2}", "expected ',' or '}' at byte 8"), ("[}", "expected a value at byte 2"),
        ("{\"a\":1,\"a\":2}", "duplicate key 'a' at byte 8"),
        (#"{"a":1,"\u0061":2}"#, "duplicate key 'a' at byte 8"),
        (#"[{"x":{"":1,"b":0,"":2}}]"#, "duplicate key '' at byte 19"),
        (#"{"😀":1,"\ud83d\ude00":2}"#, "duplicate key '😀' at byte 11"),
    ])
    func `What is no JSON says why and where`(_ text: String, _ error: String) {
        let thrown = #expect(throws: JSONError.self) { try JSONText(parsing: text) }
        #expect(thrown?.description == error)
    }

    @Test(
        arguments: [
            [0xFF], [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]]
    )
    func `Bytes that are no UTF-8 are refused in a string`(_ bytes: [UInt8]) {
        let text = [0x22] + bytes + [0x22]
        #expect(throws: JSONError.self) { try JSONText(parsing: text.span) }
    }

    @Test func `Every sequence of two lead bytes is judged as the standard library does`() {
        for first in UInt8(0x80)...UInt8.max {
            for second in stride(from: UInt8(0x70), through: 0xC0, by: 0x10) {
                let bytes = [first, second, 0x80, 0xBF]
                for length in 1...4 {
                    let text = [0x22] + Array(bytes.prefix(length)) + [0x22]
                    let isValid = String(validating: bytes.prefix(length), as: UTF8.self) != nil
                    #expect(((try? JSONText(parsing: text.span)) != nil) == isValid)
                }
            }
        }
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
    func `128 values may stand inside of one another, not 129`(_ open: String, _ close: String) {
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth - 1) + (open == "[" ? "[]" : "{}")
                + String(repeating: close, count: depth - 1)
        }
        #expect(throws: Never.self) { try JSONText(parsing: nested(128)) }
        #expect(throws: JSONError.self) { try JSONText(parsing: nested(129)) }
        #expect(throws: JSONError.self) { try JSONText(parsing: String(repeating: open, count: 1_000_000)) }
    }

    @Test func `An object of many keys is read in time, and a key twice is found`() {
        let members = (0..<100_000).map { "\"k\($0)\":{\"k\":1}" }.joined(separator: ",")
        #expect(throws: Never.self) { try JSONText(parsing: "{\(members)}") }
        let thrown = #expect(throws: JSONError.self) { try JSONText(parsing: "{\(members),\"\\u006b77\":0}") }
        #expect(thrown?.problem == "duplicate key 'k77'")
    }

    @Test func `A key is found twice however it is spelled and however many keys there are`() {
        let long = (0..<40).map { "\"k\($0)\":{\"\\u006b\":1,\"l\":{}}" }
        for place in [1, 15, 16, 17, 39] {
            for (first, second) in [("x", "\\u0078"), ("\\u0078", "x"), ("\\u0078", "\\u0078"), ("x", "x")] {
                var members = long
                members.insert("\"\(first)\":{\"x\":0}", at: place / 2)
                #expect(throws: Never.self) { try JSONText(parsing: "{\(members.joined(separator: ","))}") }
                members.insert("\"\(second)\":0", at: place)
                let text = "[{\(members.joined(separator: ","))}]"
                let thrown = #expect(throws: JSONError.self) { try JSONText(parsing: text) }
                #expect(thrown?.problem == "duplicate key 'x'")
            }
        }
        #expect(throws: Never.self) { try JSONText(parsing: #"{"\u0061":{"\u0061":{},"b":1},"b":{"\u0061":1}}"#) }
    }

    private static let samples = [
        #"{"id":"6f1c","amount":1.25e-3,"details":{"gpu":"H100","n":[1,2,{"x":null}]},"t":true,"é😀":"\ud83d\ude00\n"}"#,
        #"[[],{},"",0,-1.5E+10,false,{"a":{"b":[" \\\" "]}}]"#,
    ]

    @Test(arguments: samples)
    func `A text with one byte changed never traps and is judged as Foundation judges it`(_ sample: String) {
        let bytes = Array(sample.utf8)
        var random = SeededGenerator(seed: 7)
        for position in bytes.indices {
            for _ in 0..<24 {
                var mutated = bytes
                switch random.next() % 3 {
                case 0: mutated[position] = UInt8(truncatingIfNeeded: random.next())
                case 1: mutated.remove(at: position)
                default: mutated.insert(Array("\"\\{}[]:,0-e.u ".utf8)[Int(random.next() % 14)], at: position)
                }
                let isValid = (try? JSONText(parsing: mutated.span)) != nil
                // Foundation takes a key twice, white space and numbers beyond the grammar: only what we take must be
                // taken by it.
                if isValid {
                    let object = try? JSONSerialization.jsonObject(with: Data(mutated), options: .fragmentsAllowed)
                    #expect(object != nil, "\(String(decoding: mutated, as: UTF8.self))")
                }
            }
            let start = Array(bytes[..<position])
            _ = try? JSONText(parsing: start.span)
        }
    }
}
