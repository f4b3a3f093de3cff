// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineStore
internal import Synchronization
internal import Workload

/// How much processor time single changes take while a snapshot of ten million records is written.
enum Pauses {
    /// The figures of a series of changes.
    struct Series: Encodable {
        var changes = 0
        var p50 = 0.0
        var p999 = 0.0
        var p9999 = 0.0
        /// The five longest, in seconds.
        var longest: [Double] = []
        /// What the longest were, and how many pages each was given by the system.
        var explained: [String] = []
        /// The changes that came to their end on another thread, of which no time is known.
        var moved = 0
    }

    /// Everything that was measured.
    struct Figures: Encodable {
        var records = 0
        var series: [String: Series] = [:]
        /// The longest change during a snapshot, in seconds.
        var worst = 0.0
        /// The longest time of what changes nothing, in seconds: what the machine adds by itself.
        var worstOfMachine = 0.0
        /// The time of the snapshots, in seconds.
        var snapshots: [Double] = []
    }

    static func measure() async throws -> Figures {
        let workload = Workload(users: Inside.scaled(10_000), costs: Inside.scaled(10_000) * 1000)
        let folder = try TemporaryFolder()
        let store = try await LedgerStore.open(at: folder.path, options: StoreFilesOptions(fsync: .everySecond)).store
        try await workload.fill(store)
        _ = try await store.save()
        var figures = Figures(records: workload.costs)
        var next = workload.costs
        let rounds = 3
        for round in 1...rounds {
            let control = control()
            figures.series["no change at all, \(round)"] = control
            figures.worstOfMachine = max(figures.worstOfMachine, control.longest.first ?? 0)
            figures.series["nothing else, \(round)"] = try await change(
                store,
                workload,
                &next,
                isOver: { $0 >= 200_000 }
            )
            let isWritten = Mutex(false)
            async let snapshot = save(store, isWritten)
            let series = try await change(store, workload, &next) { _ in isWritten.withLock { $0 } }
            figures.snapshots.append(try await snapshot)
            figures.series["a snapshot, \(round)"] = series
            figures.worst = max(figures.worst, series.longest.first ?? 0)
        }
        try await store.close()
        return figures
    }

    /// Writes a snapshot and returns the time it took.
    private static func save(_ store: LedgerStore, _ isWritten: borrowing Mutex<Bool>) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        _ = try await store.save()
        isWritten.withLock { $0 = true }
        return start.duration(to: clock.now) / .seconds(1)
    }

    /// Arithmetic that takes about as long as a change: what the machine itself adds now and then.
    private static func control() -> Series {
        var bits: UInt64 = 0
        let samples = (0..<200_000)
            .map { number in
                let start = ThreadTime.now
                for _ in 0..<2000 { bits = scattered(bits) }
                return Sample(
                    nanoseconds: ThreadTime.now.nanoseconds - start.nanoseconds,
                    number: number,
                    pageFaults: 0
                )
            }
        var series = fill(Series(), with: samples)
        // The result is looked at, so that it is computed.
        series.explained = ["\(bits & 1)"]
        return series
    }

    /// One change and what it took.
    private struct Sample {
        var nanoseconds: Int64
        var number: Int
        var pageFaults: Int
    }

    /// Adds costs and marks notifications, one after the other, until it is over.
    private static func change(
        _ store: LedgerStore,
        _ workload: Workload,
        _ next: inout Int,
        isOver: (Int) -> Bool
    ) async throws -> Series {
        var samples: [Sample] = []
        samples.reserveCapacity(4_000_000)
        var series = Series()
        var count = 0
        while !isOver(count), count < 4_000_000 {
            let change = change(count, workload, next)
            if count & 1 == 0 { next += 1 }
            let thread = ThreadTime.thread
            let faults = ThreadTime.pageFaults
            let start = ThreadTime.now
            let commit = try await store.commit(change)
            let time = ThreadTime.now.nanoseconds - start.nanoseconds
            if thread == ThreadTime.thread {
                samples.append(
                    Sample(nanoseconds: time, number: count, pageFaults: ThreadTime.pageFaults - faults)
                )
            } else {
                series.moved += 1
            }
            count += 1
            // Whoever writes faster than the disk waits for it now and then, as answers do.
            if count & 0xFFF == 0, let receipt = commit.receipt { try await store.flushed(receipt) }
        }
        return fill(series, with: samples)
    }

    /// A new cost where the number is even, else a mark.
    private static func change(_ number: Int, _ workload: Workload, _ next: Int) -> Change {
        if number & 1 == 0 { return .addCost(workload.cost(next)) }
        let notification = Int(scattered(UInt64(number)) % UInt64(workload.notifications))
        return .mark(ids: [workload.notificationID(notification)], isRead: scattered(UInt64(number) ^ 1) & 1 == 0)
    }

    private static func fill(_ series: Series, with samples: [Sample]) -> Series {
        var series = series
        let sorted = samples.sorted { $0.nanoseconds < $1.nanoseconds }
        guard !sorted.isEmpty else { return series }
        func seconds(at share: Double) -> Double {
            Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))].nanoseconds) / 1e9
        }
        series.changes = samples.count
        series.p50 = seconds(at: 0.5)
        series.p999 = seconds(at: 0.999)
        series.p9999 = seconds(at: 0.9999)
        let longest = sorted.suffix(5).reversed()
        series.longest = longest.map { Double($0.nanoseconds) / 1e9 }
        series.explained = longest.map {
            "\($0.number & 1 == 0 ? "cost" : "mark"), change \($0.number), \($0.pageFaults) page faults"
        }
        return series
    }
}
