// SPDX-License-Identifier: MIT

import TestSupport
internal import Testing

@Suite("Users and whose data the commands are about", .serialized, .inTurn)
struct UserRuleTests {
    private static let carol = "aaaacccc-0000-4000-8000-000000000003"

    @Test("The login command takes a UUID, an address, or a unique prefix of either; an exact match wins")
    func login() throws {
        let before = [
            "user add \(Session.alice) --email al@example.com", "user add \(Session.bob) --email al@example.com.au",
            "user add \(Self.carol)",
        ]
        let cases: [(text: String, user: String?, error: String?)] = [
            (Session.alice, Session.alice, nil), (Session.alice.uppercased(), Session.alice, nil),
            ("al@example.com", Session.alice, nil), ("AL@EXAMPLE.COM", Session.alice, nil),
            ("al@example.com.", Session.bob, nil), ("bbbb", Session.bob, nil), ("b", Session.bob, nil),
            ("aaaac", Self.carol, nil), ("aaaa", nil, "Invalid user"), ("al", nil, "Invalid user"),
            ("a", nil, "Invalid user"), ("zed", nil, "Not found"), ("al@example.org", nil, "Not found"),
        ]
        let commands = before + cases.flatMap { ["logout", "login \($0.text)", "whoami"] }
        let answers = Array(try Session.answers(to: commands).dropFirst(before.count))
        for (index, item) in cases.enumerated() {
            let login = answers[index * 3 + 1]
            let whoami = answers[index * 3 + 2]
            if let error = item.error {
                #expect(login["error"] == .string(error), "\(item.text)")
                #expect(whoami["error"] == "Unauthorized", "\(item.text)")
            } else {
                #expect(login == .object([.init(name: "success", value: true)]), "\(item.text)")
                #expect(whoami["data"]["id"].text == item.user, "\(item.text)")
            }
        }
    }

    @Test("A login that fails leaves who was logged in")
    func failedLogin() throws {
        try Case.check([
            Case("login nobody@example.com", .error("Not found")),
            Case("whoami", .value("email", "alice@example.com")),
            Case("login ''", .error("Not found")),
        ])
    }

    @Test("Every question of a user is refused where nobody is logged in")
    func nobody() throws {
        let commands = [
            "whoami", "costs", "notifications", "read abcd", "read --all", "unread abcd",
            "add cost --type t --amount 1", "add notification --type t --title a --message b",
            "export costs /nonexistent/x.csv", "simulate --jobs 1",
        ]
        for answer in try Session.answers(to: commands) {
            #expect(answer["error"] == "Unauthorized", "\(answer)")
        }
    }

    @Test("Addresses are unique without regard to case, and users are listed by address, null last")
    func listing() throws {
        let answers = try Session.answers(to: [
            "user add \(Session.bob) --email Zoe@Example.com", "user add --email zoe@example.COM",
            "user add \(Session.bob)", "user add \(Self.carol)", "user add \(Session.alice)",
            "user add --email nonsense", "user add --email a@b --email c@d", "user add x",
            "user add \(testID(5)) --email adam@example.com", "login \(Session.bob)",
            "add cost --type t --amount 1.005", "add notification --type t --title a --message b", "users",
        ])
        #expect(answers[0]["data"]["email"] == "Zoe@Example.com")
        #expect(answers[1]["error"] == "Conflict")
        #expect(answers[2]["error"] == "Conflict")
        #expect(answers[5]["error"] == "Invalid email")
        #expect(answers[6]["error"] == "Invalid email")
        #expect(answers[7]["error"] == "Invalid id")
        let users = answers[12]["data"]["users"]
        #expect(users.elements.map { $0["id"].text } == [testID(5), Session.bob, Session.alice, Self.carol])
        #expect(users[1].names == ["id", "email", "records", "total_cost", "notifications", "unread"])
        #expect(users[1]["total_cost"] == .number("1.01"))
        #expect(users[1]["unread"] == .number("1"))
        #expect(users[2]["email"] == nil)
    }
}
