// SPDX-License-Identifier: MIT

internal import TestSupport
internal import Testing

@Suite("Pipes, devices and other names of the standard streams", .serialized, .inTurn)
struct SpecialFileTests {
    private static let user = "user add \(Session.alice) --email alice@example.com"
    private static let row =
        #"{"id":"00000000-0000-4000-8000-000000000001","user_id":"\#(Session.alice)","cost_type":"t","amount":1}"#
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write("script", "\(Self.user)\nexport users /dev/stdout --all --format csv\nusers\n")
    }

    @Test("An export into the file that standard output is keeps what was answered before and after")
    func exportsToStandardOutput() throws {
        for name in ["-", "/dev/stdout", "$DIR/out.jsonl"] {
            let script = """
                "$PIPELINE" --memory --format json -c '\(Self.user)' -c "export users \(name) --all --format jsonl" \
                  -c users >out.jsonl; cat out.jsonl
                """
            let result = try Program.shell(script, in: directory)
            #expect(result.status == 0)
            #expect(result.lines.count == 3, "\(name): \(result.output)")
            #expect(result.lines.first?.hasPrefix(#"{"success":true,"data":{"id":"#) == true)
            #expect(result.lines.dropFirst().first == #"{"id":"\#(Session.alice)","email":"alice@example.com"}"#)
            #expect(result.lines.last?.hasPrefix(#"{"success":true,"data":{"users":["#) == true)
        }
        #expect(try directory.entries().filter { $0.hasSuffix(".tmp") } == [])
    }

    @Test("An import from another name of standard input reads the lines behind the command")
    func importsFromStandardInput() throws {
        for name in ["-", "/dev/stdin"] {
            let result = try Program.run(
                ["--memory", "--format", "json"],
                input: "\(Self.user)\nimport costs \(name) --format jsonl\n\(Self.row)\n"
            )
            #expect(
                result.lines.last == #"{"success":true,"data":{"imported":1,"unchanged":0,"skipped":0}}"#,
                "\(name)"
            )
        }
    }

    @Test("An export into a pipe waits for whoever reads it, and leaves the pipe there")
    func exportsToPipe() throws {
        let result = try Program.shell(
            """
            mkfifo pipe; { "$PIPELINE" --memory -c '\(Self.user)' -c 'export users pipe --all --format csv'; } &
            sed 1d <pipe; wait; [ -p pipe ] && echo still
            """,
            in: directory
        )
        #expect(result.errors == "")
        #expect(result.lines.contains("\(Session.alice),alice@example.com"))
        #expect(result.lines.last == "still")
    }

    @Test("An import from a pipe waits for whoever writes to it")
    func importsFromPipe() throws {
        let result = try Program.shell(
            """
            mkfifo pipe; "$PIPELINE" --memory -c '\(Self.user)' -c 'import costs pipe --format jsonl' &
            printf '%s\\n' '\(Self.row)' >pipe; wait
            """,
            in: directory
        )
        #expect(result.lines.last == "imported: 1  unchanged: 0  skipped: 0")
    }

    @Test(
        "A signal ends the program with a snapshot though nobody reads its answers",
        arguments: ["users", "export costs - --all --format csv"]
    )
    func endsWithoutReader(_ command: String) throws {
        try directory.write(
            "commands",
            "simulate --users 20 --jobs 2000\n" + String(repeating: command + "\n", count: 20_000)
        )
        let result = try Program.shell(
            """
            mkfifo pipe
            "$PIPELINE" --store store -f commands >pipe & program=$!
            exec 3<pipe; dd bs=1 count=1 <&3 >first 2>dd.log
            kill -TERM $program; wait $program; echo "status $?"
            exec 3<&-; ls store
            """,
            in: directory
        )
        #expect(result.lines.first == "status 143")
        #expect(result.lines.contains { $0.hasSuffix("2.snapshot") }, "\(result.output)")
    }

    @Test("An option of the program behind the command is told where it belongs")
    func misplacedOption() throws {
        let help = try Program.run(["--help"]).output
        let names = help.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("--") }
            .map { $0.dropFirst(2).prefix { $0.isLetter || $0 == "-" } }
        #expect(names.count > 12)
        for name in names where name != "help" {
            let result = try Program.run(["--memory", "users", "--\(name)"])
            #expect(result.status == 1)
            #expect(
                result.errors == """
                    pipeline: Invalid users: --\(name) is an option of the program and must come before the \
                    command: 'pipeline --\(name) … users'.

                    """
            )
        }
    }
}
