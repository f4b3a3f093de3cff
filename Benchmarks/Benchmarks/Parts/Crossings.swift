// SPDX-License-Identifier: MIT

internal import Benchmark
internal import PipelineStore

/// Crosses to the actor and back, from one task and from several that want it at once.
func measureCrossings() {
    for tasks in [1, 2, 8] {
        Benchmark(
            "actor: a view from \(tasks) task\(tasks == 1 ? "" : "s")",
            configuration: .init(scalingFactor: .kilo)
        ) { benchmark in
            let store = LedgerStore()
            let count = benchmark.scaledIterations.count / tasks
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<tasks {
                    group.addTask {
                        for _ in 0..<count { blackHole(await store.view) }
                    }
                }
            }
        }
    }
}
