// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineStore
internal import Synchronization

/// Work that blocks, on a thread of its own, which is told when its task is cancelled.
enum InterruptibleThread {
    /// Whether the task that waits for the work was cancelled.
    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    /// Runs `body` on a thread of its own; it asks now and then whether it should stop.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable (_ isCancelled: () -> Bool) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let flag = Flag()
        let result = await withTaskCancellationHandler {
            await outcome { () throws(StoreError) in
                try body { flag.isSet.load(ordering: .relaxed) }
            }
        } onCancel: {
            flag.isSet.store(true, ordering: .relaxed)
        }
        return try result.get()
    }

    private static func outcome<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> Value
    ) async -> Result<Value, StoreError> {
        do {
            return .success(try await DedicatedThread.run(body))
        } catch {
            return .failure(error)
        }
    }
}
