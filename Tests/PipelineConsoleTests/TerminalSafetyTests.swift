// SPDX-License-Identifier: MIT

import PipelineAnswers
import PipelineCore
import PipelineShell
import TerminalTestSupport
import TestSupport
import Testing

/// What reaches a terminal of text that came from outside: Unicode scalars of all kinds in the titles of notifications.
@Suite("Terminal safety", .serialized, .inTurn)
struct TerminalSafetyTests {
    /// The scalars that a title may hold: all of the planes with assigned characters, and the edges of the others.
    private static let scalars = (0x1...UInt32(0x10FFFF))
        .filter { $0 < 0x3_0000 || $0 & 0xFFFF < 0x1000 || $0 & 0xFFFF >= 0xFF00 }
        .compactMap(Unicode.Scalar.init)
    private static let titleLength = 200

    /// Notifications whose titles hold every scalar, as lines of JSON.
    private static let rows: [UInt8] = {
        var writer = ByteWriter(capacity: 1 << 23)
        var number = 0
        var rest = scalars[...]
        while !rest.isEmpty {
            let title = String(String.UnicodeScalarView(rest.prefix(titleLength)))
            rest = rest.dropFirst(titleLength)
            let digits = String(number, radix: 16)
            let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
            writer.append(#"{"id":"\#(id)","user_id":"11111111-1111-4111-8111-111111111111","type":"t","title":"#)
            writer.appendJSON(title)
            writer.append(#","message":"m","created_at":"2025-12-26T10:00:00Z"}"# + "\n")
            number += 1
        }
        return writer.bytes
    }()

    /// The bytes that a terminal gets when the program lists them all.
    private func listing(_ format: String, locale: String = "C.UTF-8") throws -> [UInt8] {
        let directory = try TemporaryDirectory()
        try directory.write("rows.jsonl", Self.rows)
        let commands = "import notifications \(directory.file("rows.jsonl"))\nnotifications --limit 10000\n"
        try directory.write("list.pipeline", commands)
        let recording = try TerminalRecording(
            BuiltProduct.path("pipeline"),
            [
                "--memory", "--format", format, "-c",
                "user add 11111111-1111-4111-8111-111111111111 --email alice@example.com", "-c", "login alice",
                "-f", directory.file("list.pipeline"),
            ],
            // No colours and no progress: there is no escape but of the data's making.
            environment: ["TERM": "dumb", "LC_ALL": locale, "PATH": "/usr/bin:/bin"],
            rows: 50,
            columns: 1000
        )
        #expect(recording.status == 0)
        return recording.bytes
    }

    /// The scalars that no text may send to a terminal.
    private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        case 0x200C, 0x200D: false
        default: scalar.properties.isBidiControl || scalar.properties.generalCategory == .format
        }
    }

    @Test("No control of any title reaches the terminal", arguments: ["table", "json", "csv"])
    func controlsStayAway(_ format: String) throws {
        let bytes = try listing(format)
        let text = try #require(String(validating: bytes, as: UTF8.self))
        let seen = Set(text.unicodeScalars)
        #expect(seen.filter(isForbidden).map { "U+\(String($0.value, radix: 16))" } == [])
        // A carriage return is the terminal's own, before each line feed.
        let strays = zip(bytes, bytes.dropFirst()).count { $0 == 0x0D && $1 != 0x0A && $1 != 0x0D }
        #expect(strays == 0)
        // What is safe is shown as it is.
        for scalar in "é日本🚀Ω‍".unicodeScalars { #expect(seen.contains(scalar)) }
        #expect(bytes.count > 700_000)
        let escape = format == "json" ? #"\u009b"# : #"\u{9b}"#
        #expect(text.contains(escape))
        #expect(text.contains(format == "json" ? #"\u202e"# : #"\u{202e}"#))
    }

    @Test("JSON on a terminal is the JSON of a file")
    func staysJSON() throws {
        var escaping = TerminalEscaping(.json, isUTF8: true)
        var shown = ByteWriter()
        var plain = ByteWriter()
        let text = String(String.UnicodeScalarView(Self.scalars.filter(isForbidden)))
        plain.appendJSON(text)
        // Cut anywhere, it is the same.
        for byte in plain.bytes { [byte].withUnsafeBytes { escaping.append($0, to: &shown) } }
        let utf16 = text.utf16.map { unit -> String in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        #expect(shown.text.hasPrefix("\"") && shown.text.hasSuffix(utf16.suffix(6).joined() + "\""))
        #expect(shown.bytes.allSatisfy { 0x20..<0x7F ~= $0 })
    }

    @Test("A terminal without UTF-8 gets ASCII alone", arguments: ["table", "json", "csv"])
    func staysASCII(_ format: String) throws {
        let bytes = try listing(format, locale: "C")
        #expect(bytes.allSatisfy { 0x20..<0x7F ~= $0 || $0 == 0x0A || $0 == 0x0D })
    }
}
