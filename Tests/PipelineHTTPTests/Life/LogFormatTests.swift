// SPDX-License-Identifier: MIT

import Logging
import PipelineCore
import PipelineFormats
import PipelineService
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("The formats of the log", .serialized, .inTurn)
struct LogFormatTests {
    /// The members of an object of JSON, each value as it is written; nil for what is not strictly one.
    private static func members(_ line: some StringProtocol) -> [(name: String, value: String)]? {
        let bytes = Array(line.utf8)
        let text = bytes.span
        var reader = JSONObjectReader()
        var members: [(String, String)] = []
        do throws(JSONError) {
            try reader.open(text)
            while let member = try reader.next(text) {
                members.append(
                    (member.key.string(in: text), String(decoding: bytes[member.value.range], as: UTF8.self))
                )
            }
        } catch {
            return nil
        }
        return members
    }

    @Test("A log in JSON has an object in every line, with the same members of every request, whatever a client sends")
    func objects() async throws {
        try await TestServer.run(logFormat: .json) { _ in
        } _: { (server: TestServer) async throws in
            _ = try await server.send("GET", "/api/costs?period=week", token: TokenMint.user())
            _ = try await server.send(
                "GET",
                "/api/costs",
                token: RecordTests.token(#""ES256","kid":"\"\u0085\u202E\\""#)
            )
            for target in ["/\"},{\"a\":\"", "/\u{85}\u{202e}\u{e9}", "/\\u0000\\", "/a\tb"] {
                _ = try await server.send("GET", target, fields: ["X-Request-Id: a'b"])
            }
            for bytes in [[0x2F, 0xFF, 0xC3], [0x2F, 0x01], [0x2F, 0x7F]] as [[UInt8]] {
                let connection = try RawConnection(port: server.port)
                connection.send(
                    Array("GET ".utf8) + bytes + Array(" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)
                )
                _ = connection.receiveAll()
            }
            let text = server.log.text
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0 == "\n" || ![.control, .format].contains($0.properties.generalCategory)
                }
            )
            var requests: [[String: String]] = []
            for line in text.split(separator: "\n") {
                let members = try #require(Self.members(line), "\(line)")
                #expect(members.prefix(3).map(\.name) == ["time", "level", "message"])
                guard members[2].value == #""answered""# else { continue }
                #expect(
                    members.dropFirst(3).map(\.name) == [
                        "client", "method", "path", "status", "bytes", "ms", "user", "id", "reason", "cut",
                    ]
                )
                requests.append(Dictionary(uniqueKeysWithValues: members))
            }
            #expect(requests.count == 9)
            let first = try #require(requests.first)
            #expect(first["time"] == "\"\(TestServer.now)\"" && first["level"] == #""info""#)
            #expect(first["client"] == #""127.0.0.1""# && first["path"] == #""/api/costs""#)
            #expect(first["status"] == "200" && Int(first["bytes"] ?? "") != nil && Double(first["ms"] ?? "") != nil)
            #expect(first["user"] == "\"\(TokenMint.alice)\"" && first["reason"] == "null" && first["cut"] == "false")
            #expect(requests[1]["user"] == "null" && requests[1]["status"] == "401")
            #expect(requests[1]["reason"] == #""unknown kid '\"\u0085\u202e\\'""#)
            #expect(requests[2]["path"] == #""/\"},{\"a\":\"""# && requests[2]["id"] == #""a'b""#)
            // What is not HTTP has neither a method nor a path.
            let unread = try #require(requests.last)
            #expect(unread["status"] == "400" && unread["method"] == "null" && unread["path"] == "null")
            #expect(!text.contains("eyJ"))
        }
    }

    @Test("An event of another kind is an object of its own in a log of JSON", arguments: LogFormat.allCases)
    func events(format: LogFormat) throws {
        let book = TestServer.LogBook()
        let clock = WallClock.fixed(at: try Timestamp(parsing: TestServer.now))
        let logger = Logger(label: "l") {
            LineLogHandler(label: $0, format: format, clock: clock) { line, _ in book.add(line) }
        }
        logger.warning("a\n\"b\"", metadata: ["time": "1", "": "\u{1}", "error": "\u{7f}\u{2028}c"])
        logger.error("d")
        let expected =
            switch format {
            case .text: [#"l: warning: a\n"b" \u{1} error=\u{7f}\u{2028}c time=1"#, "l: error: d"]
            case .json:
                [
                    #"{"time":"2026-01-15T12:00:00Z","level":"warning","message":"a\n\"b\"","#
                        + #""metadata":{"":"\u0001","error":"\u007f\u2028c","time":"1"}}"#,
                    #"{"time":"2026-01-15T12:00:00Z","level":"error","message":"d"}"#,
                ]
            }
        #expect(book.text == expected.joined(separator: "\n") + "\n")
        if format == .json { #expect(expected.allSatisfy { Self.members($0) != nil }) }
    }
}
