// SPDX-License-Identifier: MIT

internal import TestSupport
internal import Testing

@Suite("Billing exports of FinOps FOCUS", .serialized, .inTurn)
struct FocusImportTests {
    private static let delivery = #"""
        BilledCost,BillingPeriodStart,ChargePeriodStart,ServiceCategory,ServiceName,Tags,RegionId,ListCost
        0.00001605990,2026-01-01T00:00:00Z,2026-01-02T03:00:00Z,Compute,EC2,"{""team"":""ml"",""n"":1}",eu-1,NULL
        1.5,2026-01-01 00:00:00,2026-01-02 04:00:00,Storage,S3,NULL,,2.0
        1.5,2026-01-01 00:00:00,2026-01-02 04:00:00,Storage,S3,NULL,,2.0
        -0.25,2026-01-01T00:00:00Z,2026-01-03T00:00:00Z,AI and Machine Learning,"a ""b""",,"NULL",3

        """#

    @Test("The columns find their fields, the rest is the details, and a second delivery changes nothing")
    func fields() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("billing.csv", Self.delivery)
        let answers = try Session.answersForAlice(to: [
            "import costs '\(file)' --format focus", "costs", "import costs '\(file)' --format focus", "costs",
            "import users '\(file)' --format focus", "import notifications '\(file)' --format focus",
        ])
        #expect(answers[0]["data"]["imported"] == .number("4"))
        #expect(answers[2]["data"]["imported"] == .number("0"))
        #expect(answers[2]["data"]["unchanged"] == .number("4"))
        #expect(answers[3] == answers[1])
        #expect(answers[4]["error"] == "Invalid format")
        #expect(answers[5]["error"] == "Invalid format")
        let records = answers[1]["data"]["records"].elements
        try #require(records.count == 4)
        #expect(records[0]["amount"] == .number("0.0000160599"))
        #expect(records[0]["cost_type"] == "Compute")
        #expect(records[0]["billing_period"] == "2026-01-01")
        #expect(records[0]["recorded_at"] == "2026-01-02T03:00:00Z")
        #expect(records[0]["details"].names == ["ServiceName", "Tags", "RegionId"])
        #expect(records[0]["details"]["Tags"]["n"] == .number("1"))
        #expect(records[1]["details"].names == ["ServiceName", "ListCost"])
        #expect(records[1]["details"]["ListCost"] == "2.0")
        #expect(records[3]["details"]["RegionId"] == "NULL")
        #expect(records[3]["details"]["ServiceName"] == "a \"b\"")
        let ids = records.compactMap { $0["id"].text }
        #expect(Set(ids).count == 4)
        for id in ids { #expect(Array(id)[14] == "8", "\(id)") }
    }

    @Test("The same delivery to another user is other rows; equal rows are counted in their file")
    func owners() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("billing.csv", Self.delivery)
        let answers = try Session.answersForAlice(to: [
            "import costs '\(file)' --format focus", "import costs '\(file)' --format focus --user \(Session.bob)",
            "users",
        ])
        #expect(answers[1]["data"]["imported"] == .number("4"))
        #expect(answers[2]["data"]["users"].elements.map { $0["total_cost"] } == [.number("2.75"), .number("2.75")])
    }
}
