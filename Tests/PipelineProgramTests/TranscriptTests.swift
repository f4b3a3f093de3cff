// SPDX-License-Identifier: MIT

internal import Foundation
import TestSupport
internal import Testing

/// Scripts with everything that the program wrote about them, in each format.
///
/// `PIPELINE_RECORD_TRANSCRIPTS=1 swift test --filter TranscriptTests` records them anew, and fails, so that what is
/// recorded is looked at before it is kept.
@Suite("Transcripts", .serialized, .inTurn)
struct TranscriptTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Transcripts/"

    private static var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".pipeline") }.map { String($0.dropLast(9)) }.sorted()
    }

    @Test("There are transcripts")
    func presence() {
        #expect(Self.names.count >= 3)
    }

    @Test("A script is answered as it was recorded", arguments: names, ["table", "json", "csv"])
    func replay(name: String, format: String) throws {
        let script = try Data(contentsOf: URL(fileURLWithPath: Self.folder + name + ".pipeline"))
        let arguments = ["--memory", "--now", Session.now, "--format", format, "--echo"]
        let result = try Program.run(arguments, input: Array(script))
        let found = """
            \(result.output)
            ==== standard error
            \(result.errors)
            ==== status \(result.status)

            """
        let file = URL(fileURLWithPath: Self.folder + "\(name).\(format).out")
        guard ProcessInfo.processInfo.environment["PIPELINE_RECORD_TRANSCRIPTS"] == nil else {
            try Data(found.utf8).write(to: file)
            Issue.record("\(name).\(format).out was recorded anew: look at it, then run the tests without recording.")
            return
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try #require(found == expected, "\(name).\(format).out differs: \(Self.firstDifference(found, expected))")
    }

    private static func firstDifference(_ found: String, _ expected: String) -> String {
        let pairs = zip(found.split(separator: "\n"), expected.split(separator: "\n"))
        guard let pair = pairs.first(where: { $0 != $1 }) else { return "one is longer" }
        return "\n  found    \(pair.0)\n  expected \(pair.1)"
    }
}
