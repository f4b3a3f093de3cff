// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import TestSupport
internal import Testing

@Suite("Writing bytes", .serialized, .inTurn)
struct ByteWriterTests {
    /// The JSON form of a text, scalar by scalar.
    private static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\u{9}": result += "\\t"
            case "\u{A}": result += "\\n"
            case "\u{C}": result += "\\f"
            case "\u{D}": result += "\\r"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    @Test func `Every ASCII character is escaped as JSON wants it`() {
        for value in UInt8(0)..<128 {
            check("a" + String(Unicode.Scalar(value)) + "é")
            // At every place of the eight bytes that are looked at together, beside neighbours of every kind.
            for place in 0..<9 {
                check(String(repeating: "a", count: place) + String(Unicode.Scalar(value)) + " \u{10FFFF}~\u{80}!#[]")
            }
        }

        func check(_ text: String) {
            var writer = ByteWriter(capacity: 0)
            writer.appendJSON(text)
            #expect(writer.text == Self.json(text))
        }
    }

    @Test func `Random texts are escaped as the oracle escapes them`() {
        var random = SeededGenerator(seed: 5)
        let alphabet: [String] = ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", "\u{7F}", "longer piece", "\u{2028}"]
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<random.next() % 20 { text += alphabet[Int(random.next() % 10)] }
            var writer = ByteWriter(capacity: 1)
            writer.append("[")
            writer.appendJSON(text)
            #expect(writer.text == "[" + Self.json(text))
        }
    }

    @Test func `Whole numbers are written like the standard library writes them`() {
        var random = SeededGenerator(seed: 6)
        for number in [0, 1, -1, 9, 10, 99, 100, Int.max, Int.min]
            + (0..<500)
            .map({ _ in
                Int(truncatingIfNeeded: random.next()) >> Int(random.next() % 64)
            })
        {
            var writer = ByteWriter(capacity: 16)
            writer.append(number)
            #expect(writer.text == String(number))
        }
        var writer = ByteWriter()
        writer.append(UInt64.max)
        #expect(writer.text == String(UInt64.max))
    }

    @Test func `A writer grows, forgets and keeps its start`() {
        var writer = ByteWriter(capacity: 0)
        var expected: [UInt8] = []
        for index in 0..<10_000 {
            writer.append(UInt8(truncatingIfNeeded: index))
            expected.append(UInt8(truncatingIfNeeded: index))
        }
        #expect(writer.bytes == expected)
        writer.truncate(to: 3)
        #expect(writer.bytes == [0, 1, 2])
        writer.truncate(to: 100)
        #expect(writer.count == 3)
        writer.truncate(to: -1)
        #expect(writer.count == 0)
        writer.append("é")
        writer.append([UInt8]().span)
        writer.append(AnySequence([0x21]))
        #expect(writer.text == "é!")
        writer.removeAll()
        #expect(writer.count == 0)
    }
}
