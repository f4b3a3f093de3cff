// SPDX-License-Identifier: MIT

import TestSupport
internal import Testing

@Suite("What the fields of a row take", .serialized, .inTurn)
struct ValueRuleTests {
    private static func amount(_ text: String, _ written: String?) -> Case {
        let command = "add cost --type t --amount '\(text)'"
        return Case(command, written.map { .value("amount", .number($0)) } ?? .error("Invalid amount"))
    }

    @Test("Amounts are exact, bounded and never rounded")
    func amounts() throws {
        try Case.check([
            Self.amount("2.73", "2.73"),
            Self.amount("0", "0.00"),
            Self.amount("-0", "0.00"),
            Self.amount("-0.00", "0.00"),
            Self.amount("5", "5.00"),
            Self.amount("-5", "-5.00"),
            Self.amount("0005.5000", "5.50"),
            Self.amount("1.6e-05", "0.000016"),
            Self.amount("1E3", "1000.00"),
            Self.amount("12e+2", "1200.00"),
            Self.amount("0.00001605990", "0.0000160599"),
            Self.amount("0.000000000001", "0.000000000001"),
            Self.amount("0.0000000000010", "0.000000000001"),
            Self.amount("0.0000000000001", nil),
            Self.amount("99999999.99", "99999999.99"),
            Self.amount("-99999999.9999999999", "-99999999.9999999999"),
            Self.amount("99999999.99999999999", nil),
            Self.amount("100000000", nil),
            Self.amount("-100000000", nil),
            Self.amount("1e8", nil),
            Self.amount("1e999999999999", nil),
            Self.amount("0e999999999999", "0.00"),
            Self.amount("1e-999999999999", nil),
            Self.amount("123456.789012345678", "123456.789012345678"),
            Self.amount("1234567.789012345678", nil),
            Self.amount("1,5", nil), Self.amount("1.2.3", nil), Self.amount("abc", nil), Self.amount("NaN", nil),
            Self.amount("inf", nil), Self.amount("0x10", nil), Self.amount("1_000", nil), Self.amount("$5", nil),
            Self.amount("", nil), Self.amount("-", nil), Self.amount("e5", nil), Self.amount(" 1", nil),
            Self.amount("1 ", nil), Self.amount("--1", nil), Self.amount("٣", nil),
        ])
    }

    private static func time(_ text: String, _ written: String?) -> Case {
        let command = "add cost --type t --amount 1 --recorded-at '\(text)'"
        return Case(command, written.map { .value("recorded_at", .string($0)) } ?? .error("Invalid recorded_at"))
    }

    @Test("Timestamps are read as PostgreSQL, JavaScript and people write them, and written one way")
    func timestamps() throws {
        try Case.check([
            Self.time("2025-12-26T10:30:00Z", "2025-12-26T10:30:00Z"),
            Self.time("2025-12-26T10:30:00.000Z", "2025-12-26T10:30:00Z"),
            Self.time("2025-12-26T10:30:00.5Z", "2025-12-26T10:30:00.500Z"),
            Self.time("2025-12-26 10:30:00.123456+00", "2025-12-26T10:30:00.123456Z"),
            Self.time("2025-12-26T10:30:00.123000+00:00", "2025-12-26T10:30:00.123Z"),
            Self.time("2025-12-26T10:30:00+02:00", "2025-12-26T08:30:00Z"),
            Self.time("2025-12-26T10:30:00-05:30", "2025-12-26T16:00:00Z"),
            Self.time("2025-12-26T10:30", "2025-12-26T10:30:00Z"),
            Self.time("2025-12-26 10:30Z", "2025-12-26T10:30:00Z"),
            Self.time("2025-12-26t10:30:00z", "2025-12-26T10:30:00Z"),
            Self.time("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            Self.time("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
            Self.time("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
            Self.time("0001-01-01T00:00:00+01:00", nil),
            Self.time("9999-12-31T23:59:59-01:00", nil),
            Self.time("2025-02-29T00:00:00Z", nil),
            Self.time("1900-02-29T00:00:00Z", nil),
            Self.time("2025-12-31T23:59:60Z", nil),
            Self.time("2025-12-31T24:00:00Z", nil),
            Self.time("2025-13-01T00:00:00Z", nil),
            Self.time("2025-04-31T00:00:00Z", nil),
            Self.time("0000-01-01T00:00:00Z", nil),
            Self.time("2025-12-26T10:30:00.1234567Z", nil),
            Self.time("2025-12-26T10:30:00+25:00", nil),
            Self.time("now", nil), Self.time("1766745000", nil), Self.time("2025-12-26T", nil),
            Self.time("26.12.2025", nil), Self.time("2025-12-26T10:30:00ZZ", nil), Self.time(" 2025-12-26T10:30Z", nil),
        ])
    }

    @Test("An absent time is now, an absent billing period the day of the time in UTC")
    func defaults() throws {
        try Case.check([
            Case("add cost --type t --amount 1", .value("recorded_at", .string(Session.now))),
            Case("add cost --type t --amount 1", .value("billing_period", "2026-01-15")),
            Case(
                "add cost --type t --amount 1 --recorded-at 2025-12-31T23:30:00-02:00",
                .value("billing_period", "2026-01-01")
            ),
            Case("add cost --type t --amount 1 --billing-period 2024-02-29", .value("billing_period", "2024-02-29")),
            Case("add cost --type t --amount 1 --billing-period 2025-02-29", .error("Invalid billing_period")),
            Case("add cost --type t --amount 1", .value("details", nil)),
            Case("add cost --type t --amount 1", .value("job_id", nil)),
            Case("add notification --type t --title a --message b", .value("priority", "medium")),
            Case("add notification --type t --title a --message b", .value("read", false)),
            Case("add notification --type t --title a --message b", .value("created_at", .string(Session.now))),
            Case("add notification --type t --title a --message b", .value("action_url", nil)),
            Case("add notification --type t --title a --message b", .value("metadata", nil)),
        ])
    }

    @Test("Texts are counted in Unicode scalars and never cut")
    func texts() throws {
        let fifty = String(repeating: "ä", count: 50)
        let titles = String(repeating: "🚀", count: 200)
        try Case.check([
            Case("add cost --type '\(fifty)' --amount 1", .value("cost_type", .string(fifty))),
            Case("add cost --type '\(fifty)x' --amount 1", .error("Invalid cost_type")),
            Case("add cost --type '' --amount 1", .error("Invalid cost_type")),
            Case("add cost --amount 1", .error("Invalid type")),
            Case("add notification --type t --title '\(titles)' --message m", .value("title", .string(titles))),
            Case("add notification --type t --title '\(titles)x' --message m", .error("Invalid title")),
            Case("add notification --type t --title '' --message m", .error("Invalid title")),
            Case("add notification --type t --title t --message ''", .value("message", "")),
            Case("add notification --type '\(fifty)y' --title t --message m", .error("Invalid type")),
            Case("add notification --type t --title t --message m --priority urgent", .error("Invalid priority")),
            Case("add notification --type t --title t --message m --priority HIGH", .error("Invalid priority")),
        ])
    }

    @Test("JSON is kept as given, only the spaces between may go")
    func json() throws {
        let answers = try Session.answersForAlice(to: [
            #"add cost --type t --amount 1 --details '{"b": 1.50, "a": [1e3, null, true], "b\u0041": "x  y"}'"#,
            "add cost --type t --amount 1 --details null",
            "add cost --type t --amount 1 --details '\"text\"'",
            "add cost --type t --amount 1 --details '{\"a\":1,}'",
            "add cost --type t --amount 1 --details 'NaN'",
            "add cost --type t --amount 1 --details '{\"a\":01}'",
            "add cost --type t --amount 1 --details '[\"\\ud800\"]'",
        ])
        #expect(
            answers[0]["data"]["details"]
                == .object([
                    .init(name: "b", value: .number("1.50")),
                    .init(name: "a", value: .array([.number("1e3"), nil, true])),
                    .init(name: "bA", value: "x  y"),
                ])
        )
        #expect(answers[1]["data"]["details"] == nil)
        #expect(answers[2]["data"]["details"] == "text")
        for answer in answers[3..<6] { #expect(answer["error"] == "Invalid details", "\(answer)") }
    }

    @Test("Identifiers are read in either case and written in lower case")
    func identifiers() throws {
        let upper = "ABCDEF01-2345-4678-9ABC-DEF012345678"
        try Case.check([
            Case("add cost --type t --amount 1 --id \(upper)", .value("id", .string(upper.lowercased()))),
            Case("add cost --type t --amount 1 --id \(upper)", .error("Conflict")),
            Case("add notification --type t --title a --message b --id \(upper)"),
            Case("add notification --type t --title a --message b --id \(upper.lowercased())", .error("Conflict")),
            Case("add cost --type t --amount 1 --job-id \(upper)", .value("job_id", .string(upper.lowercased()))),
            Case("add cost --type t --amount 1 --id abc", .error("Invalid id")),
            Case("add cost --type t --amount 1 --job-id \(upper)0", .error("Invalid job_id")),
            Case("add cost --type t --amount 1 --id ''"),
        ])
    }
}
