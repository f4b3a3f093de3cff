// SPDX-License-Identifier: MIT

internal import Benchmark
internal import PipelineCore
internal import PipelineStore
internal import Workload

/// Writes and reads snapshots and journals of a store on disk, as it is kept by default.
func measureFiles() {
    let slow = Benchmark.Configuration(warmupIterations: 1, maxDuration: .seconds(5), maxIterations: 20)
    Benchmark("snapshot: encode and flush 1,000,000 costs", configuration: slow) { benchmark in
        let kept = try await KeptStore.filled.value
        // Where nothing has changed, nothing is written.
        let isRead = benchmark.currentIteration & 1 == 0
        _ = try await kept.store.commit(.mark(ids: [kept.workload.notificationID(1)], isRead: isRead))
        benchmark.startMeasurement()
        blackHole(try await kept.store.save())
        benchmark.stopMeasurement()
    }
    Benchmark("snapshot: open 1,000,000 costs", configuration: slow) { benchmark in
        let kept = try await KeptStore.filled.value
        benchmark.startMeasurement()
        let options = StoreFilesOptions(readOnly: true)
        let store = try await LedgerStore.open(at: kept.folder.path, options: options).store
        benchmark.stopMeasurement()
        blackHole(await store.view.value.costCount)
        try await store.close()
    }
    for group in [1, 100, 1000] {
        Benchmark(
            "journal: \(group) changes a flush",
            configuration: .init(scalingFactor: .kilo, maxDuration: .seconds(3))
        ) { benchmark in
            let kept = try await KeptStore.filled.value
            let ids = (0..<1000).map { kept.workload.notificationID($0) }
            benchmark.startMeasurement()
            for number in benchmark.scaledIterations {
                let isRead = benchmark.currentIteration & 1 == 0
                let commit = try await kept.store.commit(.mark(ids: [ids[number]], isRead: isRead))
                if number % group == group - 1, let receipt = commit.receipt { try await kept.store.flushed(receipt) }
            }
            benchmark.stopMeasurement()
        }
    }
}

/// A store in a folder that is there as long as the process.
private struct KeptStore: Sendable {
    let folder: TemporaryFolder
    let workload: Workload
    let store: LedgerStore

    static let filled = Task {
        let folder = try TemporaryFolder()
        let store = try await LedgerStore.open(at: folder.path, options: StoreFilesOptions()).store
        let workload = Workload.oneUser(costs: 1_000_000)
        try await workload.fill(store)
        _ = try await store.save()
        return KeptStore(folder: folder, workload: workload, store: store)
    }
}
