// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import TestSupport
internal import Testing

@testable internal import PipelineFormats

@Suite("The CSV scanner", .serialized, .inTurn)
struct CSVScannerTests {
    /// The records of a text; a field is its text, `Q` in front where it was quoted; an error is its line and text.
    private static func records(_ bytes: [UInt8], pieceSize: Int) -> [[String]] {
        var scanner = CSVScanner()
        var result: [[String]] = []
        func read() -> Bool {
            do throws(RecordError) {
                while try scanner.next() {
                    let fields = scanner.fields.map {
                        ($0.wasQuoted ? "Q" : "") + String(decoding: $0.unescaped(scanner.bytes.span), as: UTF8.self)
                    }
                    result.append(["\(scanner.line)"] + fields)
                }
                return true
            } catch {
                result.append(["\(error.line)!", error.problem])
                return false
            }
        }
        for piece in pieces(of: bytes, size: pieceSize) {
            scanner.append(piece.span)
            while !read() {}
        }
        scanner.finish()
        while !read() {}
        return result
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "a", "b"], ["2", "1", "2"]]),
        ("a,b\r\n1,2\r\n", [["1", "a", "b"], ["2", "1", "2"]]),
        ("a,b\n1,2", [["1", "a", "b"], ["2", "1", "2"]]),
        ("a\n\n\r\nb\n", [["1", "a"], ["4", "b"]]),
        ("\u{FEFF}a\n", [["1", "a"]]), ("\u{FEFF}", []), ("", []), ("\n", []), ("a,\n", [["1", "a", ""]]),
        ("a,", [["1", "a", ""]]), (",", [["1", "", ""]]), (" \n", [["1", " "]]),
        ("\"\"", [["1", "Q"]]), ("\"a\"\"b\",\"\"\"\"\n", [["1", "Qa\"b", "Q\""]]),
        ("\"a\nb\r\nc\",d\ne\n", [["1", "Qa\nb\r\nc", "d"], ["4", "e"]]),
        ("a\"b\nc\n", [["1!", "A quote is inside a field without quotes"], ["2", "c"]]),
        ("\"a\"b,\"\nc\n", [["1!", "Text follows a closing quote"], ["2", "c"]]),
        ("a\rb\nc\n", [["1!", "A carriage return has no line feed"], ["2", "c"]]),
        ("a\r", [["1!", "A carriage return has no line feed"]]),
        ("a\n\"b\n\nc", [["1", "a"], ["2!", "A quote that opens in this record is never closed"]]),
    ])
    func `A text is read as its records`(_ text: String, _ expected: [[String]]) {
        let bytes = Array(text.utf8)
        for size in 1...max(bytes.count, 1) {
            #expect(Self.records(bytes, pieceSize: size) == expected, "in pieces of \(size)")
        }
    }

    @Test func `What the writer writes the scanner reads back`() {
        var random = SeededGenerator(seed: 8)
        let alphabet: [[UInt8]] = [
            [0x22], [0x2C], [0x0A], [0x0D], [0x20], [0x61], [0x5C], [0xEF, 0xBB, 0xBF], [0], [0x27], Array("text".utf8),
            [0x3D], [0xC3, 0xA9], Array("eight by".utf8),
        ]
        for _ in 0..<400 {
            let width = Int(random.next() % 4) + 2
            var expected: [[String]] = []
            var writer = ByteWriter()
            var line = 1
            for _ in 0..<random.next() % 5 {
                var record = ["\(line)"]
                for column in 0..<width {
                    if column > 0 { writer.append(UInt8(ascii: ",")) }
                    if random.next() % 4 == 0 {
                        record.append("")
                        continue
                    }
                    let text = (0..<random.next() % 6).flatMap { _ in alphabet[Int(random.next() % 14)] }
                    let start = writer.count
                    CSVWriter().append(text.span, to: &writer)
                    let isQuoted = writer.bytes[start] == UInt8(ascii: "\"")
                    record.append((isQuoted ? "Q" : "") + String(decoding: text, as: UTF8.self))
                    line += text.count { $0 == 0x0A }
                }
                writer.append(UInt8(ascii: "\n"))
                line += 1
                expected.append(record)
            }
            let size = Int(random.next() % 40) + 1
            #expect(Self.records(writer.bytes, pieceSize: size) == expected)
        }
    }

    @Test func `Random bytes give the same records in pieces of any size and never trap`() {
        var random = SeededGenerator(seed: 9)
        let alphabet = Array("\"\",,\n\n\r\nab \u{FEFF}x".utf8)
        for _ in 0..<400 {
            let bytes = (0..<random.next() % 60).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
            let whole = Self.records(bytes, pieceSize: .max)
            for size in [1, 2, 3, 7] { #expect(Self.records(bytes, pieceSize: size) == whole) }
        }
    }

    @Test func `A record has bounds`() {
        let long = Array(repeating: UInt8(ascii: "x"), count: CSVScanner.maximalRecordSize + 1)
        for size in [1 << 20, Int.max] {
            var scanner = CSVScanner()
            #expect(throws: RecordError.self) {
                for piece in pieces(of: long, size: size) {
                    scanner.append(piece.span)
                    while try scanner.next() {}
                }
            }
        }
        let commas = Array(repeating: UInt8(ascii: ","), count: CSVScanner.maximalFieldCount + 1) + [0x0A]
        #expect(Self.firstError(commas)?.isFinal == true)
    }

    private static func firstError(_ bytes: [UInt8]) -> RecordError? {
        var scanner = CSVScanner()
        scanner.append(bytes.span)
        do throws(RecordError) {
            while try scanner.next() {}
            return nil
        } catch {
            return error
        }
    }
}
