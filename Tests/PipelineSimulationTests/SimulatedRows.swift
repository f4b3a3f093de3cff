// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineSimulation

/// The rows of a simulation as values, with those of each job side by side.
struct SimulatedRows {
    let users: [UserBatch.Entry]
    let costs: [CostRecord]
    let notifications: [Notification]

    init(_ data: SimulatedData) {
        users = data.users.entries
        costs = (0..<data.costs.count).map { data.costs[$0] }
        notifications = (0..<data.notifications.count).map { data.notifications[$0] }
    }

    /// What is known of one job.
    struct Job {
        var id = ""
        var costs: [CostRecord] = []
        var notifications: [Notification] = []

        var types: [String] { notifications.map(\.type) }

        func notification(_ type: String) -> Notification? { notifications.first { $0.type == type } }

        var sum: AmountSum { costs.reduce(into: .zero) { $0 += AmountSum($1.amount) } }
    }

    /// The jobs in the order in which they were queued; a notification belongs to the job that its page names.
    var jobs: [Job] {
        var jobs: [String: Job] = [:]
        var order: [String] = []
        for notification in notifications {
            let id = String((notification.actionURL ?? "").split(separator: "/").last ?? "")
            if jobs[id] == nil { order.append(id) }
            jobs[id, default: Job(id: id)].notifications.append(notification)
        }
        for cost in costs { jobs[cost.jobID?.description ?? "", default: Job()].costs.append(cost) }
        return order.compactMap { jobs[$0] }
    }

    /// Every field of every row as text.
    var bytes: [UInt8] {
        var lines = users.map { "\($0.id) \($0.email?.text ?? "") \($0.line)" }
        for cost in costs {
            lines.append(
                "\(cost.id) \(cost.userID) \(cost.jobID?.description ?? "") \(cost.costType) \(cost.amount) "
                    + "\(cost.details?.text ?? "") \(cost.billingPeriod) \(cost.recordedAt)"
            )
        }
        for row in notifications {
            lines.append(
                "\(row.id) \(row.userID) \(row.type) \(row.title) \(row.message) \(row.priority.name) \(row.isRead) "
                    + "\(row.actionURL ?? "") \(row.metadata?.text ?? "") \(row.createdAt)"
            )
        }
        return Array(lines.joined(separator: "\n").utf8)
    }
}

extension Simulation {
    /// The clock of the tests.
    static func testClock() throws -> Timestamp { try Timestamp(parsing: "2026-01-15T12:00:00.5Z") }

    /// The owner of the tests.
    static func testUser() throws -> UserID { try UserID(UUID(parsing: "6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f")) }

    /// The rows of the simulation.
    func rows() throws -> SimulatedRows { SimulatedRows(try run()) }
}
