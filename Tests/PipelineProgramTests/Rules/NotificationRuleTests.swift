// SPDX-License-Identifier: MIT

import TestSupport
internal import Testing

@Suite("Notifications and their marks", .serialized, .inTurn)
struct NotificationRuleTests {
    private static func add(_ number: Int, at time: String) -> String {
        "add notification --type t --title n\(number) --message m --created-at \(time) --id \(testID(number))"
    }

    private static func numbers(_ answer: JSONValue) -> [String] {
        answer["data"]["notifications"].elements.compactMap { $0["title"].text }
    }

    @Test("The newest come first, of equal times the later arrival; the limit is 20 where nothing is said")
    func order() throws {
        let additions = (0..<30).map { Self.add($0, at: "2026-01-0\($0 / 10 + 1)T00:00:00Z") }
        let answers = Array(
            try Session.answersForAlice(
                to: additions + [
                    "notifications", "notifications --limit 3", "notifications --limit ''",
                    "notifications --limit 1000",
                    "notifications --limit 5 --before \(testID(10))", "notifications --before \(testID(0))",
                    "notifications --limit 0", "notifications --limit -1", "notifications --limit 1.5",
                    "notifications --limit x", "notifications --before \(testID(99))",
                    "notifications --limit 99999999999999999999 --before ''",
                ]
            )
            .dropFirst(30)
        )
        let all = (0..<30).reversed().map { "n\($0)" }
        #expect(Self.numbers(answers[0]) == Array(all.prefix(20)))
        #expect(Self.numbers(answers[1]) == Array(all.prefix(3)))
        #expect(Self.numbers(answers[2]) == Array(all.prefix(20)))
        #expect(Self.numbers(answers[3]) == all)
        #expect(Self.numbers(answers[4]) == (5..<10).reversed().map { "n\($0)" })
        #expect(Self.numbers(answers[5]) == [])
        for answer in answers[6..<10] { #expect(answer["error"] == "Invalid limit", "\(answer)") }
        #expect(answers[10]["error"] == "Not found")
        #expect(Self.numbers(answers[11]) == all)
        for answer in answers[0..<6] { #expect(answer["data"]["unread_count"] == .number("30")) }
        #expect(
            answers[0]["data"]["notifications"][0].names == [
                "id", "user_id", "type", "title", "message", "priority", "read", "action_url", "metadata", "created_at",
            ]
        )
    }

    @Test("Types, priorities, times and ids narrow the list, in any order; the unread count stays that of all")
    func filters() throws {
        let additions = (0..<12)
            .map { number in
                Self.add(number, at: "2026-01-0\(number / 4 + 1)T12:00:00Z")
                    .replacing("--type t", with: "--type '\(["a", "b c"][number % 2])'")
                    + " --priority \(["low", "medium", "high"][number % 3])"
            }
        let cases: [(String, [Int])] = [
            ("--type a", [10, 8, 6, 4, 2, 0]), ("--type 'b c' --limit 2 --type=none", [11, 9]),
            ("--priority high --priority low --type a", [8, 6, 2, 0]), ("--type ''", Array((0..<12).reversed())),
            ("--since 2026-01-02 --until 2026-01-02", [7, 6, 5, 4]), ("--until 2026-01-01T11:59:59Z", []),
            ("--after \(testID(9))", [11, 10]), ("--before \(testID(3)) --after \(testID(0))", [2, 1]),
        ]
        let mistakes = [
            ("--priority urgent", "Invalid priority"), ("--type \(String(repeating: "x", count: 51))", "Invalid type"),
            ("--since 2026-01-02 --until 2026-01-01", "Invalid since"), ("--since 2026-02-30", "Invalid since"),
            ("--after \(testID(99))", "Not found"), ("--after x", "Invalid id"),
            ("--since 2026-01-01 --since ''", "Invalid since"),
        ]
        let commands = (cases.map(\.0) + mistakes.map(\.0)).map { "notifications \($0)" }
        let answers = try Session.answersForAlice(to: additions + commands).dropFirst(12)
        for ((options, numbers), answer) in zip(cases, answers) {
            #expect(Self.numbers(answer) == numbers.map { "n\($0)" }, "\(options)")
            #expect(answer["data"]["unread_count"] == .number("12"), "\(options)")
        }
        for ((options, title), answer) in zip(mistakes, answers.dropFirst(cases.count)) {
            #expect(answer["error"] == .string(title), "\(options)")
        }
    }

    @Test("All are marked read up to a time or a notification, by an id's prefix too")
    func readUntil() throws {
        try Case.check(
            [
                Case("read --all --until 2025-12-31", .value("marked", .number("0"))),
                Case("read --all --until \(testID(1))", .value("marked", .number("2"))),
                Case("read --all --until 2026-01-02", .value("marked", .number("6"))),
                Case("read --all --until=\(testID(9, "e").prefix(8))", .value("marked", .number("2"))),
                Case("notifications --unread", .value("unread_count", .number("2"))),
                Case("read --all --until ffff", .error("Not found")),
                Case("read --all --until f", .error("Invalid id")),
                Case("read --all --until someday", .error("Invalid until")),
                Case("read \(testID(10)) --until 2026-01-02", .error("Invalid until")),
                Case("read --until 2026-01-02", .error("Invalid read")),
                Case("read --all --until ''", .value("marked", .number("2"))),
            ],
            after: (0..<12)
                .map { number in
                    let add = Self.add(number, at: "2026-01-0\(number / 4 + 1)T12:00:00Z")
                    return number == 9 ? add.replacing(testID(9), with: testID(9, "e")) : add
                }
        )
    }

    @Test("Marks are all or none, idempotent, and counted whatever is shown")
    func marks() throws {
        let additions = (0..<6).map { Self.add($0, at: "2026-01-01T00:00:00Z") }
        let answers = Array(
            try Session.answersForAlice(
                to: additions + [
                    "read \(testID(0)) \(testID(1))", "read \(testID(0))", "read \(testID(2)) \(testID(77))",
                    "notifications --unread --limit 1", "unread \(testID(0))", "unread \(testID(0))",
                    "read \(testID(3)) \(testID(3))", "notifications --unread", "read --all", "read --all",
                    "notifications", "unread \(testID(5)) \(testID(4))", "notifications --unread", "read",
                    "read --all \(testID(1))", "unread --all",
                ]
            )
            .dropFirst(6)
        )
        for index in [0, 1, 4, 5, 6, 11] { #expect(answers[index] == .object([.init(name: "success", value: true)])) }
        #expect(answers[2]["error"] == "Not found")
        #expect(answers[3]["data"]["unread_count"] == .number("4"))
        #expect(Self.numbers(answers[3]) == ["n5"])
        #expect(Self.numbers(answers[7]) == ["n5", "n4", "n2", "n0"])
        #expect(answers[8]["data"] == .object([.init(name: "marked", value: .number("4"))]))
        #expect(answers[9]["data"] == .object([.init(name: "marked", value: .number("0"))]))
        #expect(answers[10]["data"]["notifications"].elements.map { $0["read"] } == Array(repeating: true, count: 6))
        #expect(answers[10]["data"]["unread_count"] == .number("0"))
        #expect(Self.numbers(answers[12]) == ["n5", "n4"])
        for answer in answers[13...15] { #expect(answer["error"].text?.hasPrefix("Invalid ") == true, "\(answer)") }
    }

    @Test("Marking what is marked that way already is no change")
    func idleMarks() throws {
        let changes =
            try Session.answersForAlice(to: [
                Self.add(0, at: "2026-01-01T00:00:00Z"), Self.add(1, at: "2026-01-01T00:00:00Z"), "info",
                "unread \(testID(0))", "info", "read \(testID(0))", "info", "read \(testID(0))", "info",
                "read \(testID(0)) \(testID(1))", "info", "read \(testID(0)) \(testID(1))", "read --all", "info",
            ])
            .compactMap { $0["data"]["changes"].text }
        let first = try #require(changes.first.flatMap { Int($0) })
        #expect(changes.map { Int($0).map { $0 - first } } == [0, 0, 1, 1, 2, 2])
    }

    @Test("An id of another user is answered as one that does not exist, byte for byte but for the id")
    func foreignIDs() throws {
        let answers = try Session.answers(to: [
            "user add \(Session.alice)", "user add \(Session.bob)", "login \(Session.bob)",
            Self.add(1, at: "2026-01-01T00:00:00Z"), "login \(Session.alice)",
            "read \(testID(1))", "read \(testID(2))", "unread \(testID(1))", "unread \(testID(2))",
            "notifications --before \(testID(1))", "notifications --before \(testID(2))",
            "read \(testID(1).prefix(8))", "read 99999999", "login \(Session.bob)", "notifications",
        ])
        for (foreign, absent) in [(5, 6), (7, 8), (9, 10)] {
            #expect(answers[foreign]["error"] == "Not found")
            let details = answers[foreign]["details"].text?.split(separator: testID(1)).map(String.init)
            #expect(details == answers[absent]["details"].text?.split(separator: testID(2)).map(String.init))
            #expect(details?.count == 2)
        }
        #expect(answers[11]["error"] == "Not found")
        #expect(answers[14]["data"]["unread_count"] == .number("1"))
    }

    @Test("A prefix of four characters or more that fits one notification stands for it")
    func prefixes() throws {
        let ids = [
            "12345678-0000-4000-8000-000000000001", "12345678-0000-4000-8000-000000000002",
            "1234abcd-0000-4000-8000-000000000003", "fedc0000-0000-4000-8000-000000000004",
        ]
        let additions = ids.map { "add notification --type t --title x --message m --id \($0)" }
        try Case.check(
            [
                Case("read fedc"), Case("read FEDC0000-0"), Case("read 1234", .error("Invalid id")),
                Case("read 1234a"), Case("read 12345678", .error("Invalid id")),
                Case("read 12345678-0000-4000-8000-000000000001"), Case("read fed", .error("Invalid id")),
                Case("read ''", .error("Invalid id")), Case("read fedd", .error("Not found")),
                Case("read fedc0000-0000-4000-8000-0000000000044", .error("Not found")),
                Case("notifications --limit 1 --before 1234a"),
                Case("notifications --unread", .value("unread_count", .number("1"))),
                Case("read fedc 1234", .error("Invalid id")), Case("read --all", .value("marked", .number("1"))),
            ],
            after: additions
        )
    }
}
