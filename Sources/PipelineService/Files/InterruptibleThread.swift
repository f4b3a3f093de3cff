// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineStore

/// Work that blocks, on a thread of its own, which is told when its task is cancelled.
package enum InterruptibleThread {
    /// Runs `body` on a thread of its own; it looks now and then whether it should stop.
    package static func run<Value: Sendable>(
        _ body: @escaping @Sendable (_ stop: StopSignal) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let stop = StopSignal()
        let result = await withTaskCancellationHandler {
            await outcome { () throws(StoreError) in try body(stop) }
        } onCancel: {
            stop.set()
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
