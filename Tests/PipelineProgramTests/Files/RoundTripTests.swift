// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import TestSupport
internal import Testing

@Suite("What was exported imports again to the same store", .serialized, .inTurn)
struct RoundTripTests {
    /// Texts that files, terminals and spreadsheets stumble over.
    static let awkward = [
        "plain", "", " leading and trailing ", "\"quoted\"", "'", "a,b;c\td", "line\nfeed", "carriage\rreturn",
        "both\r\n",
        "\n", "\r", "\u{1}", "a\u{1}b", "\u{1B}[31mred\u{7F}", "🚀👩‍👩‍👧‍👦", "e\u{301} é", "\u{FEFF}mark", "\u{2028}\u{2029}",
        "=1+1", "+1", "-1", "@SUM(A1)", "\\N", "NULL", "null", "t", "true", "\\", "\\\"", "{}", "[]", "#", "שלום",
        "\u{202E}",
        "\u{10FFFF}", "''", ",", "\"\"", "\t",
    ]

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20: result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func jsonString(_ text: String) -> String {
        var writer = ByteWriter(capacity: 64)
        writer.appendJSON(text)
        return writer.text
    }

    private static var additions: [String] {
        var commands = [
            "user add \(Session.alice) --email alice@example.com", "user add \(Session.bob)", "login \(Session.alice)",
        ]
        for (index, text) in awkward.enumerated() {
            let json = quoted("{\"k\":\(jsonString(text)),\"n\":1.50,\"a\":[ ]}")
            let type = quoted(text.isEmpty ? "empty" : text)
            let moment = "2026-01-01T00:00:0\(index % 10).\(index % 2 == 0 ? "5" : "000007")Z"
            commands += [
                "add cost --type \(type) --amount -\(index).000000000\(index + 1) --details \(json) --recorded-at \(moment)",
                "add notification --type \(type) --title \(type) --message \(quoted(text)) "
                    + (index % 2 == 0 ? "--action-url \(quoted(text)) --metadata \(json)" : "--priority high"),
            ]
        }
        return commands + ["add cost --type t --amount 1 --job-id \(Session.bob)"]
    }

    @Test("Every value of every table comes back, byte for byte, through either format", arguments: ["csv", "jsonl"])
    func everyValue(format: String) throws {
        let directory = try TemporaryDirectory()
        let tables = ["users", "costs", "notifications"]
        let exports = tables.map { "export \($0) '\(directory.file($0)).\(format)' --all" }
        let imports = tables.map { "import \($0) '\(directory.file($0)).\(format)'" }
        let questions = ["users", "login alice@example.com", "costs --period year", "notifications --limit 1000"]
        let marks = ["login alice@example.com", "read --all", "add notification --type a --title b --message c"]
        let before = try Session.answers(to: Self.additions + marks + exports + questions)
        for answer in before { #expect(answer["success"] == true, "\(answer)") }
        let again = tables.map { "export \($0) '\(directory.file($0)).again.\(format)' --all" }
        let after = try Session.answers(to: imports + imports + again + questions)
        #expect(after.suffix(4) == before.suffix(4))
        for (index, answer) in after.prefix(6).enumerated() {
            let expected = [2, Self.awkward.count + 1, Self.awkward.count + 1][index % 3]
            #expect(answer["data"]["imported"] == .number("\(index < 3 ? expected : 0)"), "\(answer)")
            #expect(answer["data"]["unchanged"] == .number("\(index < 3 ? 0 : expected)"), "\(answer)")
        }
        for table in tables {
            #expect(try directory.text(of: "\(table).\(format)") == directory.text(of: "\(table).again.\(format)"))
        }
        let messages = after[after.count - 1]["data"]["notifications"].elements.compactMap { $0["message"].text }
        #expect(messages.dropFirst().map { Array($0.utf8) } == Self.awkward.reversed().map { Array($0.utf8) })
    }

    @Test("An export to standard output is the file alone, and an import takes it from standard input")
    func standardStreams() throws {
        let rows = try Program.run(
            ["--memory", "--now", Session.now, "--format", "json"],
            input: (Self.additions + ["export costs - --format csv", ""]).joined(separator: "\n")
        )
        let additions = Self.additions.count
        let file = rows.output.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: additions)[additions]
        #expect(file.starts(with: "id,user_id,job_id,cost_type,amount,details,billing_period,recorded_at\n".utf8))
        let result = try Program.run(
            ["--memory", "--format", "json", "import", "costs", "-", "--format", "csv"],
            input: Array(file)
        )
        let count = Self.awkward.count + 1
        #expect(result.output == #"{"success":true,"data":{"imported":\#(count),"unchanged":0,"skipped":0}}"# + "\n")
    }

    @Test("The rest of a script is the file where it imports from standard input")
    func restOfScript() throws {
        let rows = "id,cost_type,amount\n\(testID(1)),t,1.5\n\(testID(2)),\"a\nb\",2\n"
        let answers = try Session.answersForAlice(to: [
            "import costs - --format csv\n\(rows)costs".dropLast(5).description
        ])
        #expect(answers.count == 1)
        #expect(answers[0]["data"]["imported"] == .number("2"))
    }

    @Test("Only --spreadsheet puts a quote before what a spreadsheet would run")
    func spreadsheet() throws {
        let commands = ["=1+1", "+1", "-1", "@x", "plain"].map { "add cost --type '\($0)' --amount -1" }
        let result = try Program.run(
            ["--memory", "--format", "csv", "--user", Session.alice],
            input: ""
        )
        #expect(result.status == 2)
        let directory = try TemporaryDirectory()
        let answers = try Session.answersForAlice(
            to: commands + [
                "export costs '\(directory.file("safe.csv"))' --spreadsheet",
                "export costs '\(directory.file("raw.csv"))'",
            ]
        )
        #expect(answers.last?["data"]["exported"] == .number("5"))
        let safe = try directory.text(of: "safe.csv")
        for text in ["=1+1", "+1", "-1", "@x"] { #expect(safe.contains(",'\(text),-1.00,"), "\(text)") }
        #expect(safe.contains(",plain,-1.00,"))
        #expect(try !directory.text(of: "raw.csv").contains("'"))
    }

    @Test("The store's own mark stands where a notification is imported again")
    func ownMark() throws {
        let directory = try TemporaryDirectory()
        let file = directory.file("n.jsonl")
        let answers = try Session.answersForAlice(to: [
            "add notification --type t --title a --message b --id \(testID(1))", "export notifications '\(file)'",
            "read \(testID(1))", "import notifications '\(file)'", "notifications",
        ])
        #expect(answers[3]["data"]["unchanged"] == .number("1"))
        #expect(answers[4]["data"]["notifications"][0]["read"] == true)
    }

    @Test("An export in the place of a file keeps its permissions and the links that lead to it")
    func replacedFile() throws {
        let directory = try TemporaryDirectory()
        let result = try Program.shell(
            """
            umask 022
            : >kept.csv; chmod 600 kept.csv; ln -s kept.csv link.csv
            "$PIPELINE" --memory -c 'export users link.csv --all' -c 'export users new.csv --all' >/dev/null
            cat kept.csv; find . -type f -perm 600; find . -type f -perm 644; find . -type l; ls -A | wc -l
            """,
            in: directory
        )
        #expect(result.lines.prefix(4) == ["id,email", "./kept.csv", "./new.csv", "./link.csv"])
        #expect(result.lines.last?.drop { $0 == " " } == "3")
    }
}
