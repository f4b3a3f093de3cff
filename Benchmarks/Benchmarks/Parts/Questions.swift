// SPDX-License-Identifier: MIT

internal import Benchmark
internal import PipelineCore
internal import PipelineService
internal import PipelineStore
internal import Workload

/// Asks each question through the actor, the answer as JSON in memory, and marks notifications.
///
/// Where there are many users they are asked about in turn, so that the caches do not hold the answer.
func measureQuestions(_ name: String, _ data: PreparedData) {
    for question in Question.allCases {
        let isLong = name == "A" && (question == .records || question == .recordsOfYear)
        let factor = isLong ? BenchmarkScalingFactor.one : .kilo
        Benchmark("\(name): \(question.rawValue)", configuration: .init(scalingFactor: factor)) { benchmark in
            let prepared = try await data.value
            let users = (0..<1000).map { prepared.workload.userID($0 % prepared.workload.users) }
            var writer = ByteWriter(capacity: 1 << 17)
            benchmark.startMeasurement()
            for number in benchmark.scaledIterations {
                blackHole(try await question.ask(prepared.service, of: users[number % 1000], into: &writer))
            }
            benchmark.stopMeasurement()
        }
    }
    Benchmark("\(name): Q4", configuration: .init(scalingFactor: .kilo)) { benchmark in
        let prepared = try await data.value
        let store = prepared.service.store
        let ids = (0..<1000).map { prepared.workload.notificationID($0 * 7) }
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations {
            let isRead = (number / 1000 + benchmark.currentIteration) & 1 == 0
            blackHole(try await store.commit(.mark(ids: [ids[number % 1000]], isRead: isRead)))
        }
        benchmark.stopMeasurement()
    }
}
