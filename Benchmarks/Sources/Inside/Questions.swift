// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineService
internal import PipelineStore
internal import Workload

/// The time of a question from the asking to the last byte of its JSON, in seconds, the median.
enum Questions {
    /// The times by data, then question.
    static func measure() async throws -> [String: [String: Double]] {
        var times: [String: [String: Double]] = [:]
        let data = [
            "A": Workload.oneUser(costs: Inside.scaled(1_000_000)),
            "B": Workload(users: Inside.scaled(10_000), costs: Inside.scaled(10_000) * 1000),
        ]
        for (name, workload) in data { times[name] = try await measure(workload) }
        return times
    }

    /// The times of the questions about one user of a workload.
    static func measure(_ workload: Workload) async throws -> [String: Double] {
        let store = LedgerStore()
        try await workload.fill(store)
        let service = LedgerService(store: store, clock: .fixed(at: Workload.now))
        var times: [String: Double] = [:]
        for question in Question.allCases {
            times[question.rawValue] = try await median(of: question, service, workload)
        }
        times["Q4"] = try await mark(store, workload)
        return times
    }

    /// Asks for a second; about many users in turn where there are many, so that the caches do not hold the answer.
    private static func median(
        of question: Question,
        _ service: LedgerService,
        _ workload: Workload
    ) async throws -> Double {
        var writer = ByteWriter(capacity: 1 << 17)
        var times: [Duration] = []
        let clock = ContinuousClock()
        let start = clock.now
        var number = 0
        while times.count < 5 || (start.duration(to: clock.now) < .seconds(1) && times.count < 100_000) {
            let user = workload.userID(Int(scattered(UInt64(number)) % UInt64(workload.users)))
            let before = clock.now
            _ = try await question.ask(service, of: user, into: &writer)
            times.append(before.duration(to: clock.now))
            number += 1
        }
        return times.medianSeconds
    }

    /// Marks notifications, of the user or of many in turn, through the actor.
    private static func mark(_ store: LedgerStore, _ workload: Workload) async throws -> Double {
        let count = min(workload.notifications, 100_000)
        let clock = ContinuousClock()
        var times: [Duration] = []
        for isRead in [true, false] {
            for number in 0..<count {
                let change = Change.mark(ids: [workload.notificationID(number)], isRead: isRead)
                let before = clock.now
                _ = try await store.commit(change)
                times.append(before.duration(to: clock.now))
            }
        }
        return times.medianSeconds
    }
}

extension [Duration] {
    /// The median in seconds.
    var medianSeconds: Double { sorted()[count / 2] / .seconds(1) }
}
