// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineSimulation
import TestSupport
import Testing

@Suite("The rows of a simulation", .serialized, .inTurn)
struct SimulationRulesTests {
    private static let seeds = 1...6

    private static func rows(seed: Int) throws -> SimulatedRows {
        try Simulation(now: Simulation.testClock(), jobCount: 40, seed: seed, userCount: 3).rows()
    }

    @Test(
        "Each type of notification has its priority, title, page and metadata",
        arguments: [
            ("job_queued", Priority.low, "Training Job Queued", "/training/jobs/", #""model":""#),
            ("job_started", .medium, "Training Started", "/training/jobs/", #""gpu_type":""#),
            ("job_progress", .low, "Training Progress", "/training/jobs/", #""progress":"#),
            ("job_completed", .high, "Training Completed", "/training/jobs/", #""final_cost":"#),
            ("job_failed", .high, "Training Failed", "/training/jobs/", #""error":""#),
            ("artifact_ready", .high, "Model Ready for Download", "/models/", #""size_mb":"#),
        ]
    )
    func notifications(type: String, priority: Priority, title: String, page: String, member: String) throws {
        var count = 0
        for seed in Self.seeds {
            for job in try Self.rows(seed: seed).jobs {
                for row in job.notifications where row.type == type {
                    count += 1
                    #expect(row.priority == priority)
                    #expect(row.title == title)
                    #expect(row.actionURL == page + job.id)
                    #expect(row.metadata?.text.hasPrefix(#"{"job_id":"\#(job.id)","#) == true)
                    #expect(row.metadata?.text.contains(member) == true)
                    #expect(!row.message.isEmpty)
                    #expect(!row.isRead)
                }
            }
        }
        #expect(count > 20)
    }

    @Test("The notifications of a job come in the platform's order", arguments: seeds)
    func lifecycle(seed: Int) throws {
        let completed = [
            "job_queued", "job_started", "job_progress", "job_progress", "job_progress", "job_completed",
            "artifact_ready",
        ]
        for job in try Self.rows(seed: seed).jobs {
            var expected = completed
            if job.types.last == "job_failed" {
                let progress = job.types.count { $0 == "job_progress" }
                expected = ["job_queued", "job_started"] + Array(repeating: "job_progress", count: progress)
                expected.append("job_failed")
            }
            #expect(job.types == Array(expected.prefix(job.types.count)))
            let moments = job.notifications.map(\.createdAt)
            #expect(moments == moments.sorted())
        }
    }

    @Test("Progress is reported at 25, 50 and 75 % of the way", arguments: seeds)
    func progress(seed: Int) throws {
        for job in try Self.rows(seed: seed).jobs {
            guard let start = job.notification("job_started"), let end = job.notification("job_completed") else {
                continue
            }
            let length = end.createdAt.microseconds - start.createdAt.microseconds
            let reports = job.notifications.filter { $0.type == "job_progress" }
            for (quarter, report) in zip(1..., reports) {
                #expect(report.createdAt.microseconds - start.createdAt.microseconds == length / 4 * Int64(quarter))
                #expect(report.message.contains("\(quarter * 25)%"))
                #expect(report.metadata?.text.contains(#""progress":\#(quarter * 25),"#) == true)
            }
        }
    }

    @Test("The GPUs of a job are billed by the hour at the platform's rates", arguments: seeds)
    func computeCosts(seed: Int) throws {
        let rates = ["H100": 420, "A100-80GB": 350, "A100-40GB": 280, "V100-32GB": 210]
        for job in try Self.rows(seed: seed).jobs {
            for cost in job.costs where cost.costType == "training_compute" {
                let details = try #require(cost.details?.text)
                let gpu = try #require(Self.member("gpu_type", of: details).flatMap { rates[$0] })
                let count = try #require(Self.member("gpu_count", of: details).flatMap { Int($0) })
                let hours = try Amount(parsing: #require(Self.member("hours", of: details)))
                #expect(cost.amount.scaled == hours.scaled * Int128(gpu * count) / 100)
                let started = try #require(job.notification("job_started"))
                let name = try #require(Self.member("gpu_type", of: details))
                #expect(started.message == "Your training job has started on \(count)x \(name)")
            }
        }
    }

    @Test("Nothing is billed outside of a job's run, and storage for each of its days", arguments: seeds)
    func costTimes(seed: Int) throws {
        for job in try Self.rows(seed: seed).jobs {
            guard let start = job.notification("job_started")?.createdAt else {
                #expect(job.costs.isEmpty)
                continue
            }
            let end = job.notifications.first { $0.type == "job_completed" || $0.type == "job_failed" }?.createdAt
            for cost in job.costs {
                #expect(cost.recordedAt >= start)
                #expect(try cost.recordedAt <= end ?? Simulation.testClock())
                #expect(cost.billingPeriod == cost.recordedAt.day)
                #expect(["training_compute", "storage"].contains(cost.costType))
            }
            if let end {
                let storage = job.costs.filter { $0.costType == "storage" }
                #expect(storage.map(\.recordedAt.day.number) == Array(start.day.number...end.day.number))
                #expect(job.costs.map(\.recordedAt).max() == end)
            }
        }
    }

    @Test("The final cost is the sum of the job's records to the cent", arguments: seeds)
    func finalCost(seed: Int) throws {
        for job in try Self.rows(seed: seed).jobs {
            let sum = job.sum.roundedToCents.description
            if let completed = job.notification("job_completed") {
                #expect(completed.message.hasSuffix("Final cost: $\(sum)"))
                #expect(Self.member("final_cost", of: completed.metadata?.text ?? "") == sum)
            }
            if let failed = job.notification("job_failed") {
                #expect(failed.message.hasSuffix("Cost so far: $\(sum)"))
                #expect(Self.member("final_cost", of: failed.metadata?.text ?? "") == sum)
            }
        }
    }

    @Test("No row is from the future or from before the first day", arguments: seeds)
    func span(seed: Int) throws {
        for days in [1, 2, 30, 365] {
            var simulation = Simulation(now: try Simulation.testClock(), jobCount: 25, days: days, seed: seed)
            simulation.now = simulation.now.advanced(byMicroseconds: Int64(seed) * 77_777_777_777)
            let first = simulation.now.advanced(byMicroseconds: -Int64(days) * Timestamp.microsecondsPerDay)
            let rows = try simulation.rows()
            let moments = rows.costs.map(\.recordedAt) + rows.notifications.map(\.createdAt)
            #expect(moments.allSatisfy { $0 >= first && $0 <= simulation.now })
            #expect(rows.jobs.count == 25)
        }
    }

    @Test("About twelve in a hundred jobs fail")
    func failures() throws {
        let rows = try Simulation(now: Simulation.testClock(), jobCount: 2000, days: 365).rows()
        let failures = rows.notifications.count { $0.type == "job_failed" }
        #expect((200...280).contains(failures))
        let reasons = Set(rows.notifications.compactMap { Self.member("error", of: $0.metadata?.text ?? "") })
        #expect(reasons.count == 5)
    }

    @Test("The rows keep the rules of the model, and the invariants of a state with them hold", arguments: [1, 2, 3])
    func state(seed: Int) throws {
        let simulation = Simulation(now: try Simulation.testClock(), jobCount: 500, days: 90, seed: seed, userCount: 2)
        let data = try simulation.run()
        for row in SimulatedRows(data).notifications {
            try TextRule.type.check(row.type)
            try TextRule.title.check(row.title)
        }
        var state = LedgerState()
        for _ in 0..<2 {
            let users = state.plan(data.users)
            let costs = try state.plan(data.costs)
            let notifications = try state.plan(data.notifications)
            #expect(users.conflicts.isEmpty && costs.conflicts.isEmpty && notifications.conflicts.isEmpty)
            // The second time, everything is there already.
            #expect(costs.newCount == (state.sequence == 0 ? data.costs.count : 0))
            #expect(notifications.newCount == (state.sequence == 0 ? data.notifications.count : 0))
            state.apply(.mergeUsers(users.batch))
            state.apply(.addCosts(costs.batch))
            state.apply(.addNotifications(notifications.batch))
        }
        #expect(state.checkInvariants() == [])
        #expect(state.userCount == 2)
        #expect(state.costCount == data.costs.count)
        #expect(state.notificationCount == data.notifications.count)
    }

    /// The value of a member of a flat JSON object, as text without quotes.
    private static func member(_ name: String, of json: String) -> String? {
        for part in json.dropFirst().dropLast().split(separator: ",") {
            let pair = part.split(separator: ":", maxSplits: 1)
            if pair.count == 2, pair[0] == "\"\(name)\"" { return pair[1].filter { $0 != "\"" } }
        }
        return nil
    }
}
