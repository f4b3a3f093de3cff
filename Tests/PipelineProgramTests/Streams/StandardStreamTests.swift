// SPDX-License-Identifier: MIT

internal import TestSupport
internal import Testing

@Suite("Standard streams that are full, closed or left", .serialized, .inTurn)
struct StandardStreamTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("A reader that leaves early ends the program quietly with status 0", arguments: ["json", "csv", "table"])
    func brokenPipe(format: String) throws {
        let result = try Program.shell(
            """
            { yes users | head -5000; } |
            { "$PIPELINE" --memory --format \(format) -c 'simulate --users 20 --jobs 20' -c 'format \(format)' \
              -f /dev/stdin; echo "status $?" >&2; } | head -1
            """,
            in: directory
        )
        #expect(result.lines.count == 1)
        #expect(result.errors == "status 0\n")
    }

    @Test("An export whose reader leaves early ends quietly too")
    func brokenExport() throws {
        let result = try Program.shell(
            """
            { "$PIPELINE" --memory -c 'simulate --users 200 --jobs 400' -c 'format json' \
              -c 'export costs - --format csv --all'; echo "status $?" >&2; } | head -2 | tail -1
            """,
            in: directory
        )
        #expect(result.errors == "status 0\n")
    }

    #if os(Linux)
    @Test(
        "Answers that cannot be written are a failure and not silence",
        arguments: ["--memory users", "--memory export users - --all --format csv", "--help", "--version", "help"]
    )
    func fullDisk(arguments: String) throws {
        let result = try Program.shell("\"$PIPELINE\" \(arguments) >/dev/full", in: directory)
        #expect(result.status == 1)
        #expect(result.errors == "pipeline: Standard output cannot be written: No space left on device.\n")
    }
    #endif

    @Test("Without a standard input there are no commands")
    func closedInput() throws {
        let result = try Program.shell("\"$PIPELINE\" --store store <&-", in: directory)
        #expect(result.status == 0)
        #expect(result.output + result.errors == "")
    }

    @Test("Without a standard output the change is kept, the status is 1 and no file of the store is written over")
    func closedOutput() throws {
        let result = try Program.shell("\"$PIPELINE\" --store store user add \(Session.alice) >&-", in: directory)
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("pipeline: Standard output cannot be written: "))
        let after = try Program.shell(
            "\"$PIPELINE\" check store && \"$PIPELINE\" --store store --format csv users",
            in: directory
        )
        #expect(after.status == 0)
        #expect(after.lines.last == "\(Session.alice),,0,0.00,0,0")
    }

    @Test("With no stream at all the change is kept")
    func nothingOpen() throws {
        let result = try Program.shell(
            "\"$PIPELINE\" --store store user add \(Session.alice) <&- >&- 2>&-",
            in: directory
        )
        #expect(result.status == 1)
        let after = try Program.shell("\"$PIPELINE\" --store store --format csv users", in: directory)
        #expect(after.lines.last == "\(Session.alice),,0,0.00,0,0")
    }
}
