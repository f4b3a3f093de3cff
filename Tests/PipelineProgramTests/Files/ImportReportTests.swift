// SPDX-License-Identifier: MIT

internal import TestSupport
internal import Testing

@Suite("What an import says about its rows", .serialized, .inTurn)
struct ImportReportTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private static let mixed = """
        id,cost_type,amount
        \(testID(1)),t,1.00
        \(testID(2)),t,abc
        \(testID(3)),"two
        lines",3
        not-an-id,t,4
        \(testID(1)),t,5
        \(testID(1)),t,1.00
        \(testID(6)),t
        \(testID(7)),,7

        """

    @Test("A bad row ends the import with its line, and nothing is added")
    func allOrNothing() throws {
        let file = try directory.write("rows.csv", Self.mixed)
        let answers = try Session.answersForAlice(to: ["import costs '\(file)'", "costs"])
        #expect(answers[0]["error"] == "Invalid amount")
        #expect(answers[0]["details"].text?.contains("line 3") == true, "\(answers[0])")
        #expect(answers[1]["data"]["records"].elements == [])
    }

    @Test("With --skip-invalid the good rows are taken and each bad one is reported with its line")
    func skipping() throws {
        let file = try directory.write("rows.csv", Self.mixed)
        let answers = try Session.answersForAlice(to: [
            "import costs '\(file)' --skip-invalid", "costs --period year", "import costs '\(file)' --skip-invalid",
        ])
        let report = answers[0]["data"]
        #expect(report.names == ["imported", "unchanged", "skipped", "errors"])
        #expect(report["imported"] == .number("2"))
        #expect(report["unchanged"] == .number("1"))
        #expect(report["errors"].elements.map { $0["line"] } == ["3", "6", "7", "9", "10"].map { .number($0) })
        #expect(report["skipped"] == .number("5"))
        #expect(answers[1]["data"]["records"].elements.map { $0["id"].text } == [testID(1), testID(3)])
        #expect(answers[2]["data"]["unchanged"] == .number("3"))
        let status = try Program.run(
            ["--memory", "--format", "json"],
            input: "import costs '\(file)' --skip-invalid --user \(Session.alice)\n"
        )
        #expect(status.status == 0)
    }

    @Test("A row that is there with other content is a conflict; absent columns are not compared")
    func conflicts() throws {
        let whole = try directory.write(
            "whole.jsonl",
            """
            {"id":"\(testID(1))","cost_type":"t","amount":1.5,"details":{"a": 1},"recorded_at":"2026-01-01T00:00:00+01:00"}
            {"id":"\(testID(2))","cost_type":"t","amount":"2.50"}

            """
        )
        let part = try directory.write("part.csv", "amount,id,cost_type\n1.500,\(testID(1).uppercased()),t\n")
        let other = try directory.write("other.csv", "amount,id,cost_type\n9,\(testID(9)),t\n1.51,\(testID(1)),t\n")
        let answers = try Session.answersForAlice(to: [
            "import costs '\(whole)'", "import costs '\(part)'", "import costs '\(other)'",
            "import costs '\(other)' --skip-invalid", "costs --period year",
        ])
        #expect(answers[0]["data"]["imported"] == .number("2"))
        #expect(answers[1]["data"]["unchanged"] == .number("1"))
        #expect(answers[2]["error"] == "Conflict")
        #expect(answers[2]["details"].text?.contains("line 3") == true)
        #expect(answers[3]["data"]["errors"][0]["line"] == .number("3"))
        #expect(answers[4]["data"]["records"].elements.count == 3)
    }

    @Test("A row's user beats --user, which beats the login; unknown ones become users")
    func owners() throws {
        let named = try directory.write("named.csv", "user_id,cost_type,amount\n\(testID(5)),t,1\n,t,2\n")
        let answers = try Session.answersForAlice(to: [
            "user add \(Session.bob) --email bob@example.com",
            "import costs '\(named)' --user bob@example.com", "import costs '\(named)'",
            "import costs '\(named)' --user \(testID(6))", "import costs '\(named)' --user nobody", "users", "logout",
            "import costs '\(named)'",
        ])
        let counts = answers[5]["data"]["users"].elements.map { "\($0["id"].text ?? ""):\($0["records"].text ?? "")" }
        #expect(counts == ["\(Session.alice):1", "\(Session.bob):1", "\(testID(5)):3", "\(testID(6)):1"])
        #expect(answers[4]["error"] == "Not found")
        #expect(answers[7]["error"].text?.hasPrefix("Invalid") == true || answers[7]["error"] == "Unauthorized")
    }

    @Test("A user without an address takes the imported one")
    func addresses() throws {
        let file = try directory.write("users.csv", "id,email\n\(Session.bob),bob@example.com\n\(testID(4)),\n")
        let clash = try directory.write("clash.csv", "id,email\n\(testID(8)),BOB@example.com\n")
        let answers = try Session.answers(to: [
            "user add \(Session.bob)", "import users '\(file)'", "import users '\(file)'", "import users '\(clash)'",
            "users",
        ])
        #expect(answers[1]["success"] == true)
        #expect(answers[2]["data"]["unchanged"] == .number("2"))
        #expect(answers[3]["error"] == "Conflict")
        #expect(answers[4]["data"]["users"].elements.map { $0["email"] } == ["bob@example.com", nil])
    }

    @Test("Files that are no tables are refused, each with a reason")
    func refusals() throws {
        let files: [(name: String, text: String, arguments: String)] = [
            ("unknown.csv", "id,cost_type,amount,bogus\n", ""), ("twice.csv", "id,cost_type,amount,id\n", ""),
            ("open.csv", "cost_type,amount\n\"t,1\n", ""),
            ("key.jsonl", "{\"cost_type\":\"t\",\"amount\":1,\"x\":1}\n", ""),
            ("twice.jsonl", "{\"cost_type\":\"t\",\"amount\":1,\"amount\":1}\n", ""), ("array.jsonl", "[1]\n", ""),
            ("cut.jsonl", "{\"cost_type\":\"t\"", ""), ("missing.csv", "cost_type\nt\n", ""),
            ("format.txt", "cost_type,amount\n", ""), ("format.csv", "cost_type,amount\n", "--format xml"),
            ("empty.csv", "", ""),
        ]
        var commands: [String] = []
        for (name, text, arguments) in files {
            commands.append("import costs '\(try directory.write(name, text))' \(arguments)")
        }
        commands += ["import costs '\(directory.file("absent.csv"))'", "import costs '\(directory.path)' --format csv"]
        for (command, answer) in zip(commands, try Session.answersForAlice(to: commands)) {
            #expect(answer["error"].text?.hasPrefix("Invalid ") == true, "\(command): \(answer)")
        }
        let header = try directory.write("header.csv", "cost_type,amount")
        let mark = try directory.write("mark.csv", "\u{FEFF}cost_type,amount\r\nt,1\r\n")
        let taken = try Session.answersForAlice(to: ["import costs '\(header)'", "import costs '\(mark)'"])
        #expect(taken[0]["data"]["imported"] == .number("0"))
        #expect(taken[1]["data"]["imported"] == .number("1"))
    }
}
