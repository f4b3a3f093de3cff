// SPDX-License-Identifier: MIT

internal import Benchmark
internal import PipelineCore
internal import Workload

/// Adds costs to a state one by one: of one user and of many, in order of time and out of it.
func measureInsertions() {
    let orders: [(name: String, workload: Workload, isShuffled: Bool)] = [
        ("one user, in order", .oneUser(costs: 100_000), false),
        ("one user, out of order", .oneUser(costs: 100_000), true),
        ("100 users, in order", Workload(users: 100, costs: 100_000), false),
    ]
    for order in orders {
        Benchmark(
            "insert: \(order.name)",
            configuration: .init(warmupIterations: 1, scalingFactor: .kilo, maxDuration: .seconds(3))
        ) { benchmark in
            // A hundred thousand records, and a thousand more that are measured.
            var state = LedgerState()
            let records = (0..<1000).map { order.workload.cost(order.isShuffled ? $0 * 97 % 100_000 : 99_000 + $0) }
            let measured = Set(records.map(\.id))
            for number in 0..<100_000 {
                let record = order.workload.cost(number)
                if !measured.contains(record.id) { state.apply(.addCost(record)) }
            }
            benchmark.startMeasurement()
            for number in benchmark.scaledIterations { state.apply(.addCost(records[number])) }
            benchmark.stopMeasurement()
            blackHole(state.costCount)
        }
    }
}
