// SPDX-License-Identifier: MIT

internal import TestSupport
internal import Testing

@Suite("The store from outside: where it is, who has it, how it ends", .serialized, .inTurn)
struct StoreAccessTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("Asking in an empty place leaves nothing behind")
    func asking() throws {
        let result = try Program.shell(
            """
            for command in users info snapshots help bogus whoami 'source /dev/null' 'export users - --all --format csv' \
              "login \(Session.alice)" 'import costs /nonexistent.csv' 'add cost --type t --amount 1'; do
                "$PIPELINE" -c "$command" >/dev/null 2>&1
            done
            "$PIPELINE" </dev/null; ls -A
            """,
            in: directory
        )
        #expect(result.output + result.errors == "")
    }

    @Test("The store is --store, else PIPELINE_STORE, else ./snapshots")
    func place() throws {
        let result = try Program.shell(
            """
            "$PIPELINE" user add --email a@example.com >/dev/null
            PIPELINE_STORE=other "$PIPELINE" user add --email b@example.com >/dev/null
            PIPELINE_STORE=other "$PIPELINE" --store third user add --email c@example.com >/dev/null
            PIPELINE_STORE= "$PIPELINE" --memory user add --email d@example.com >/dev/null
            ls -A
            PIPELINE_STORE=other "$PIPELINE" --format csv users | grep -c b@example.com
            find . -type f -not -perm 600 -o -type d -name 'o*' -not -perm 700
            """,
            in: directory
        )
        #expect(result.output == "other\nsnapshots\nthird\n1\n")
        #expect(result.errors == "")
    }

    @Test("A second writer is told who has the store; reading goes on beside it, as it was at opening")
    func secondWriter() throws {
        let result = try Program.shell(
            """
            mkfifo commands answers
            "$PIPELINE" --store store --format json <commands >answers & writer=$!
            exec 3>commands 4<answers
            echo 'user add \(Session.alice)' >&3
            read -r answer <&4
            "$PIPELINE" --store store users >/dev/null 2>errors; echo "second $?"
            grep -q "$writer" errors && echo told
            "$PIPELINE" --store store --read-only --format csv users
            "$PIPELINE" --store store --read-only --format json user add 2>&1
            exec 3>&-
            wait "$writer"; echo "first $?"
            """,
            in: directory
        )
        #expect(result.lines.prefix(2) == ["second 3", "told"], "\(result.output)\(result.errors)")
        #expect(result.output.contains("\(Session.alice),,0,0.00,0,0\n"))
        #expect(result.output.contains("{\"error\":"))
        #expect(result.lines.last == "first 0")
    }

    @Test("A signal during a script ends with a snapshot and 128 and its number", arguments: ["TERM", "HUP", "INT"])
    func signals(signal: String) throws {
        let result = try Program.shell(
            """
            mkfifo commands answers
            "$PIPELINE" --store store --format json <commands >answers 2>errors & writer=$!
            exec 3>commands 4<answers
            echo 'user add \(Session.alice)' >&3
            read -r answer <&4
            kill -\(signal) "$writer"
            wait "$writer"; echo "status $?"
            cat errors
            "$PIPELINE" --store store --format csv info | grep -E '^(users|changes_since_snapshot),'
            """,
            in: directory
        )
        let number = ["TERM": 143, "HUP": 129, "INT": 130][signal] ?? 0
        #expect(result.output == "status \(number)\nusers,1\nchanges_since_snapshot,0\n", "\(result.errors)")
    }

    @Test("A signal in the middle of a long script stops it between two commands, and nothing acknowledged is lost")
    func signalInScript() throws {
        let result = try Program.shell(
            """
            mkfifo answers
            yes 'user add' | "$PIPELINE" --store store --format json >answers & writer=$!
            exec 4<answers
            read -r answer <&4
            kill -TERM "$writer"
            cat <&4 >rest
            wait "$writer"; echo "status $?"
            tail -c 1 rest | od -An -c
            "$PIPELINE" --store store --format csv users | sed 1d | wc -l >kept
            sort -u rest | wc -l >told
            [ "$(cat kept)" -eq "$(($(cat told) + 1))" ] || echo "kept $(cat kept), told $(cat told) and one"
            """,
            in: directory
        )
        #expect(result.lines.first == "status 143", "\(result.output)\(result.errors)")
        #expect(result.lines.count == 2, "\(result.output)")
    }

    @Test("A watch in a script is ended by a signal")
    func watching() throws {
        let result = try Program.shell(
            """
            mkfifo answers
            "$PIPELINE" --memory --format json -c 'watch 0.1 users' >answers & writer=$!
            exec 4<answers
            read -r first <&4; read -r second <&4
            kill -TERM "$writer"; wait "$writer"; echo "status $?"
            """,
            in: directory
        )
        #expect(result.output == "status 143\n")
    }

    @Test("A restart finds what was there, and the fixed clock is the only clock")
    func restart() throws {
        let store = ["--store", directory.file("store")]
        let first = try Session.answers(
            to: [
                "user add \(Session.alice) --email alice@example.com", "login alice", "add cost --type t --amount 1.5",
                "add notification --type t --title a --message b", "save", "costs", "notifications",
            ],
            arguments: store
        )
        let second = try Session.answers(
            to: ["costs", "notifications", "whoami"],
            arguments: store + ["--user", "alice@example.com"]
        )
        #expect(first[4]["data"].names == ["generation", "bytes"])
        #expect(second[0] == first[5])
        #expect(second[1] == first[6])
        #expect(second[2]["data"]["email"] == "alice@example.com")
        let check = try Program.run(["check", directory.file("store")])
        #expect(check.status == 0)
    }
}
