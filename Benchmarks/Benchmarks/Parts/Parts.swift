// SPDX-License-Identifier: MIT

internal import Benchmark
internal import PipelineCore
internal import PipelineService
internal import PipelineStore
internal import Workload

/// Everything that is measured; the data is made once, before the first of it that needs it.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput],
        warmupIterations: 3,
        maxDuration: .seconds(1),
        maxIterations: 100_000
    )
    measureValues()
    measureQuestions("A", .oneUser)
    measureQuestions("B", .manyUsers)
    measureInsertions()
    measureFormats()
    measureFiles()
    measureCrossings()
}
