// SPDX-License-Identifier: MIT

import PipelineCore

/// The changes that the store under `Fixtures/Version1` holds: every kind of change, and every field of a row.
enum StoredChanges {
    static let ada = UserID(UUID(high: 0xADA0_0000_0000_4000, low: 0x8000_0000_0000_0001))
    static let bob = UserID(UUID(high: 0xB0B0_0000_0000_4000, low: 0x8000_0000_0000_0002))
    static let carol = UserID(UUID(high: 0xCA20_0000_0000_4000, low: 0x8000_0000_0000_0003))
    static let dora = UserID(UUID(high: 0xD02A_0000_0000_4000, low: 0x8000_0000_0000_0004))

    /// The changes before the snapshot of generation 2.
    static func beforeSnapshot() throws -> [Change] {
        var users = UserBatch()
        users.append(bob, email: try EmailAddress(parsing: "bob@example.com"), line: 1)
        users.append(carol, email: nil, line: 2)
        var costs = CostBatch()
        for (line, record) in try [
            cost(2, of: ada, "storage", "-3.50", hour: 2), cost(3, of: bob, "transcription", "12.345678", hour: 3),
            cost(4, of: bob, "storage", "0", hour: 4), cost(5, of: carol, "Übersetzung", "1000000", hour: 5),
        ]
        .enumerated() {
            try costs.append(record, line: line + 1)
        }
        var notifications = NotificationBatch()
        for (line, notification) in [
            notification(12, of: ada, .low, hour: 2), notification(13, of: bob, .medium, hour: 3),
            notification(14, of: bob, .high, isRead: true, hour: 4),
        ]
        .enumerated() {
            try notifications.append(notification, line: line + 1)
        }
        var full = try cost(1, of: ada, "transcription", "0.25", hour: 1)
        full.jobID = UUID(high: 7, low: 8)
        full.details = JSONText(validated: #"{"minutes":12.5,"model":"large"}"#)
        var urgent = notification(11, of: ada, .high, hour: 1)
        urgent.actionURL = "https://example.com/jobs/1"
        urgent.metadata = JSONText(validated: #"{"job":"1"}"#)
        return [
            .addUser(id: ada, email: try EmailAddress(parsing: "Ada@Example.com")),
            .mergeUsers(users),
            .addCost(full),
            .addCosts(costs),
            .addNotification(urgent),
            .addNotifications(notifications),
        ]
    }

    /// The changes after it, which the journal of generation 2 carries.
    static func afterSnapshot() throws -> [Change] {
        var costs = CostBatch()
        for line in 1...12 {
            let record = try cost(
                20 + UInt64(line),
                of: line % 3 == 0 ? carol : ada,
                "render",
                "\(line).5",
                hour: 5 + line
            )
            try costs.append(record, line: line)
        }
        var long = try cost(6, of: bob, "storage", "1", hour: 6)
        long.details = JSONText(validated: "[\"" + String(repeating: "long ", count: 120) + "\"]")
        return [
            .mark(ids: [UUID(high: 0, low: 11), UUID(high: 0, low: 13)], isRead: true),
            .mark(ids: [UUID(high: 0, low: 11)], isRead: false),
            .addUser(id: dora, email: nil),
            .addCost(long),
            .addCosts(costs),
            .addNotification(notification(15, of: dora, .medium, hour: 6)),
            .markAllRead(dora),
        ]
    }

    private static func cost(
        _ id: UInt64,
        of user: UserID,
        _ type: String,
        _ amount: String,
        hour: Int
    ) throws -> CostRecord {
        let time = moment(hour)
        return CostRecord(
            id: UUID(high: 0, low: id),
            userID: user,
            costType: type,
            amount: try Amount(parsing: amount),
            billingPeriod: time.day,
            recordedAt: time
        )
    }

    private static func notification(
        _ id: UInt64,
        of user: UserID,
        _ priority: Priority,
        isRead: Bool = false,
        hour: Int
    ) -> Notification {
        Notification(
            id: UUID(high: 0, low: id),
            userID: user,
            type: "job.finished",
            title: "Title \(id)",
            message: "Message \(id)",
            priority: priority,
            isRead: isRead,
            createdAt: moment(hour)
        )
    }

    /// A moment in October 2025, some hours apart, so that costs fall on several days.
    private static func moment(_ hour: Int) -> Timestamp {
        Timestamp(microseconds: 1_760_000_000_000_000 + Int64(hour) * 17_000_000_000)
    }
}
