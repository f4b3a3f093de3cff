// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("Rows as JSON", .serialized, .inTurn)
struct RowJSONTests {
    private static let id = UUID(high: 0x6F1C_2A9E_0B7D_4C55, low: 0x9E1A_2F3B_4C5D_6E7F)

    private static let record = CostRecord(
        id: id,
        userID: alice,
        jobID: nil,
        costType: "a \"type\"",
        amount: .zero,
        details: JSONText(validated: #"{"a":1}"#),
        billingPeriod: testNow.day,
        recordedAt: testNow
    )

    @Test func `A cost record has the keys in the order of the contract`() {
        var writer = ByteWriter()
        writer.appendJSON(Self.record)
        #expect(
            writer.text == #"{"id":"6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f","user_id":"\#(alice)","job_id":null,"#
                + #""cost_type":"a \"type\"","amount":0.00,"details":{"a":1},"billing_period":"2025-12-26","#
                + #""recorded_at":"2025-12-26T10:30:00Z"}"#
        )
    }

    @Test func `A notification has the keys in the order of the contract`() throws {
        var notification = Notification(
            id: Self.id,
            userID: alice,
            type: "job_failed",
            title: "Failed\n",
            message: "",
            createdAt: testNow
        )
        var writer = ByteWriter()
        writer.appendJSON(notification)
        let start = #"{"id":"6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f","user_id":"\#(alice)","type":"job_failed","#
        #expect(
            writer.text == start + #""title":"Failed\n","message":"","priority":"medium","read":false,"#
                + #""action_url":null,"metadata":null,"created_at":"2025-12-26T10:30:00Z"}"#
        )
        notification.isRead = true
        notification.actionURL = "/x"
        notification.metadata = JSONText(validated: "[1]")
        var state = LedgerState()
        _ = state.apply(.addNotification(notification))
        let user = try #require(state.userNumber(of: alice))
        let rows = try state.notifications(of: user, matching: .every(onlyUnread: false), limit: 5).items
        writer.removeAll()
        var rowWriter = NotificationJSONWriter()
        rowWriter.append(rows[...], of: state, to: &writer)
        #expect(
            writer.text == start + #""title":"Failed\n","message":"","priority":"medium","read":true,"#
                + #""action_url":"/x","metadata":[1],"created_at":"2025-12-26T10:30:00Z"}"#
        )
    }

    @Test func `Rows of a state are written like their records`() throws {
        var random = SeededGenerator(seed: 11)
        var state = LedgerState()
        for index in 0..<100 {
            var record = Self.record
            record.id = .random(using: &random)
            record.userID = index % 3 == 0 ? alice : bob
            record.jobID = index % 2 == 0 ? Self.id : nil
            record.costType = "type \(random.next() % 40)"
            record.amount = try #require(Amount(digits: Int64(index * 7), decimals: UInt8(index % 12)))
            if index % 5 == 0 { record.details = nil }
            record.billingPeriod = Day(number: 20_000 + Int32(random.next() % 3))
            record.recordedAt = Timestamp(microseconds: Int64(20_000 + index / 4) * 86_400_000_000)
            _ = state.apply(.addCost(record))
        }
        var json = CostJSONWriter()
        for user in state.userNumbers {
            state.forEachCostGroup(of: user, in: .all) { rows in
                var writer = ByteWriter()
                json.append(rows, of: state, to: &writer)
                var expected = ByteWriter()
                for index in rows.indices {
                    if index > 0 { expected.append(",") }
                    expected.appendJSON(state.record(of: rows[index]))
                }
                #expect(writer.text == expected.text)
                return true
            }
        }
    }
}
