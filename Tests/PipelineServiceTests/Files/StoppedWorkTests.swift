// SPDX-License-Identifier: MIT

import PipelineCore
import PipelineFormats
import PipelineSimulation
import PipelineStore
import Synchronization
import TestSupport
import Testing

@testable import PipelineService

@Suite("Work that is stopped", .serialized, .inTurn)
struct StoppedWorkTests {
    /// A task that something inside of it can cancel.
    private final class Handle: Sendable {
        private let state = Mutex<(task: Task<Void, Never>?, isCancelled: Bool)>((nil, false))

        func hold(_ task: Task<Void, Never>) {
            let isCancelled = state.withLock { state in
                state.task = task
                return state.isCancelled
            }
            if isCancelled { task.cancel() }
        }

        func cancel() {
            let task = state.withLock { state in
                state.isCancelled = true
                return state.task
            }
            task?.cancel()
        }
    }

    /// A file that is read whole, and whose end cancels the task that reads it: what is left is the merge.
    private struct CancellingSource: ByteSource {
        let handle: Handle
        var rest: [UInt8]
        var size: Int? { nil }

        mutating func read(into buffer: inout [UInt8], unless stop: StopSignal) throws(StoreError) {
            buffer = rest
            rest = []
            guard buffer.isEmpty else { return }
            handle.cancel()
            stop.wait(for: -1, .reading)
        }

        func close() {}
    }

    /// Runs work as a task that `handle` can cancel.
    private func run(_ handle: Handle, _ work: @escaping @Sendable () async -> Void) async {
        let task = Task { await work() }
        handle.hold(task)
        await task.value
    }

    @Test("An import that is stopped at the end of its file adds nothing", arguments: DataTable.allCases)
    func stopsImport(_ table: DataTable) async throws {
        let owner = "11111111-1111-4111-8111-111111111111"
        let row =
            switch table {
            case .costs: #"{"user_id":"\#(owner)","cost_type":"t","amount":1}"#
            case .notifications: #"{"user_id":"\#(owner)","type":"t","title":"t","message":"m"}"#
            case .users: #"{"id":"\#(owner)"}"#
            }
        let store = LedgerStore()
        let service = LedgerService(store: store, clock: .system)
        let handle = Handle()
        let source = CancellingSource(handle: handle, rest: Array(row.utf8))
        await run(handle) {
            await #expect(throws: StoreError(.cancelled, "The import was stopped; nothing was added.")) {
                _ = try await service.importRows(
                    ImportRequest(table: table, format: .jsonl, owner: nil, skipsInvalidRows: false),
                    from: source
                )
            }
        }
        #expect(await store.view.value.sequence == 0)
    }

    @Test("A simulation that is stopped when its last job is made adds nothing, no user either")
    func stopsSimulation() async {
        let store = LedgerStore()
        let service = LedgerService(store: store, clock: .system)
        let handle = Handle()
        await run(handle) {
            var simulation = Simulation(now: WallClock.system.now)
            simulation.jobCount = 20
            simulation.userCount = 3
            await #expect(throws: StoreError(.cancelled, "The simulation was stopped; nothing was added.")) {
                _ = try await service.simulate(simulation) { done, total in
                    if done == total { handle.cancel() }
                }
            }
        }
        #expect(await store.view.value.sequence == 0)
    }

    @Test("A merge of many rows looks whether it should stop")
    func stopsPlan() async throws {
        var batch = CostBatch()
        let day = try Day(parsing: "2026-01-01")
        for number in 0..<20_000 {
            let record = CostRecord(
                id: UUID(high: 1, low: UInt64(number)),
                userID: UserID(UUID(high: 2, low: 2)),
                jobID: nil,
                costType: "t",
                amount: try Amount(parsing: "1"),
                details: nil,
                billingPeriod: day,
                recordedAt: day.start
            )
            try batch.append(record, line: number + 1)
        }
        let rows = batch
        let (isStopped, count) = await Task {
            let count = try? rows.plan(in: LedgerState()).newCount
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(StoreError) {
                _ = try rows.plan(in: LedgerState())
                return (false, count)
            } catch {
                return (error.code == .cancelled, count)
            }
        }
        .value
        #expect(count == 20_000)
        #expect(isStopped)
    }

    @Test("Whoever waits for a file is woken, before it waits or while it does")
    func wakes() async throws {
        let stop = StopSignal()
        #expect(!stop.wait(for: -1, .reading, milliseconds: 0))
        #expect(!stop.isSet)
        let waiter = Task { stop.wait(for: -1, .reading) }
        stop.set()
        stop.set()
        #expect(await !waiter.value)
        #expect(!stop.wait(for: -1, .writing))
        #expect(stop.isSet)
    }
}
