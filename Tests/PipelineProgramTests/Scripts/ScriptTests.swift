// SPDX-License-Identifier: MIT

internal import TestSupport
internal import Testing

@Suite("Scripts, their errors and the program's exit status", .serialized, .inTurn)
struct ScriptTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test(
        "The exit status says how it went",
        arguments: [
            (["--memory", "users"], 0), (["--memory", "bogus"], 1), (["--memory", "whoami"], 1),
            (["--memory", "-c", "users", "-c", "bogus"], 1), (["--memory", "-f", "/nonexistent"], 2), (["--bogus"], 2),
            (["--keep", "1"], 2), (["--format", "xml"], 2), (["--now", "yesterday"], 2),
            (["--memory", "--store", "x"], 2),
            (["--memory", "--user", "nobody", "users"], 2), (["--store", "/dev/null", "users"], 3),
            (["--store", "/nonexistent/store", "--read-only", "users"], 3), (["--help"], 0), (["--version"], 0),
            (["--memory", "costs", "--help"], 0), (["check", "/nonexistent"], 3), (["--snapshot-every", "0"], 2),
            (["--memory", "-c", "quit", "-c", "bogus"], 0), (["--fsync", "sometimes"], 2),
            (["--memory", "-f", "/etc"], 2), (["--memory", "-c", "source /etc"], 1), (["--store", "", "users"], 2),
            (["--memory", "-c", "users", "users"], 2), (["--memory", "-f", "/dev/null", "users"], 2),
        ] as [([String], Int32)]
    )
    func status(arguments: [String], status: Int32) throws {
        let result = try Program.run(arguments)
        #expect(result.status == status, "\(arguments): \(result.output)\(result.errors)")
        #expect(result.errors.isEmpty == (status == 0), "\(arguments): \(result.errors)")
        if status > 1 { #expect(result.output.isEmpty) }
    }

    @Test("An error names the file and the line that its command begins in", arguments: ["table", "csv"])
    func locations(format: String) throws {
        let inner = try directory.write("inner.pipeline", "users\n\nbogus\n")
        let script = try directory.write(
            "outer.pipeline",
            "# one\nwhoami\ncosts \\\n  --bogus\nsource '\(inner)'\nlogin x\n"
        )
        let result = try Program.run(["--memory", "--format", format, "-c", "whoami", "-f", script])
        let places = result.errorLines.map { String($0.split(separator: ": ")[0]) }
        #expect(places == ["-c:1", "\(script):2", "\(script):3", "\(inner):3", "\(script):6"])
        #expect(result.status == 1)
        let input = try Program.run(["--memory", "--format", format], input: "users\nwhoami\n")
        #expect(input.errors.hasPrefix("stdin:2: Unauthorized: "))
        #expect(!input.output.contains("Unauthorized"))
    }

    @Test("In JSON an error stands in its answer's place, and line n answers command n")
    func linePerCommand() throws {
        let inner = try directory.write("inner.pipeline", "users\nbogus\n")
        let commands = [
            "user add \(Session.alice)", "bogus", "login \(Session.alice)", "costs \\\n --no-records",
            "source '\(inner)'",
            "# nothing", "", "format json", "timing on", "help", "source /nonexistent", "quit", "users",
        ]
        let result = try Program.run(
            ["--memory", "--format", "json", "--echo"],
            input: commands.joined(separator: "\n")
        )
        let answers = try result.lines.map { try StrictJSONParser.parse($0) }
        let expected = [true, false, true, true, true, false, true, true, true, false]
        #expect(answers.map { $0["success"] == true } == expected)
        #expect(result.errors.contains("bogus\n"))
        #expect(result.errors.contains("Time: "))
        #expect(result.status == 1)
    }

    @Test("The option --bail stops at the first command that fails", arguments: ["table", "csv", "json"])
    func bail(format: String) throws {
        let inner = try directory.write("inner.pipeline", "whoami\nuser add \(Session.bob)\n")
        let script = try directory.write("outer.pipeline", "user add \(Session.alice)\nsource '\(inner)'\n")
        let store = directory.file("store")
        let result = try Program.run(
            ["--store", store, "--format", format, "--bail", "-f", script, "-f", script],
            input: "user add\n"
        )
        #expect(result.status == 1)
        let users = try Program.run(["--store", store, "--format", "csv", "users"])
        #expect(users.lines.count == 2)
        #expect(users.output.contains(Session.alice))
    }

    @Test("All -c come before all -f, and standard input is left alone")
    func order() throws {
        let script = try directory.write("a.pipeline", "user add --email f@example.com")
        let result = try Program.run(
            ["--memory", "--format", "csv", "-f", script, "-c", "user add --email c@example.com\nlogin c@example.com"],
            input: "bogus\n"
        )
        #expect(result.lines.filter { $0.contains("@") }.map { $0.suffix(13) } == ["c@example.com", "f@example.com"])
        #expect(result.status == 0)
    }

    @Test("Standard output carries answers only in json and csv; --echo prints commands before answers in table")
    func echo() throws {
        let input = "users\ntiming on\nusers\n"
        for format in ["csv", "json"] {
            let result = try Program.run(["--memory", "--format", format, "--echo"], input: input)
            #expect(!result.output.contains("timing") && !result.output.contains("Time: "))
            #expect(result.errorLines.filter { !$0.hasPrefix("Time: ") } == ["users", "timing on", "users"])
        }
        let table = try Program.run(["--memory", "--echo"], input: "help format\nusers\n")
        #expect(table.output.hasPrefix("help format\n"))
        #expect(table.output.contains("\nusers\n"))
        #expect(table.errors == "")
    }

    @Test("CSV is RFC 4180 with a header; of costs the records, or the days")
    func csv() throws {
        let input = """
            user add \(Session.alice)
            login \(Session.alice)
            add cost --type 'a,"b"' --amount -1.005 --id \(testID(1)) --details '{"a": "x"}'
            add notification --type t --title "a\\nb" --message '' --id \(testID(2))
            costs
            costs --no-records
            read --all

            """
        let result = try Program.run(["--memory", "--now", Session.now, "--format", "csv"], input: input)
        let costHeader = "id,user_id,job_id,cost_type,amount,details,billing_period,recorded_at"
        let cost = #"\#(testID(1)),\#(Session.alice),,"a,""b""",-1.005,"{""a"":""x""}",2026-01-15,2026-01-15T12:00:00Z"#
        let noticeHeader = "id,user_id,type,title,message,priority,read,action_url,metadata,created_at"
        let notice = "\(testID(2)),\(Session.alice),t,\"a\nb\",\"\",medium,false,,,2026-01-15T12:00:00Z"
        let expected = [
            "id,email", "\(Session.alice),", costHeader, cost, noticeHeader, notice, costHeader, cost, "date,amount",
            "2026-01-15,-1.005", "marked", "1",
        ]
        #expect(result.output == expected.map { $0 + "\n" }.joined())
    }
}
