// SPDX-License-Identifier: MIT

internal import Foundation
internal import Synchronization

/// An executor with as many threads as there is work, so that whatever blocks keeps nothing else waiting.
///
/// Swift's own pool has a thread a core; a test that blocks one of them keeps the servers waiting that run in this
/// process, and tests that need no more than a millisecond.
final class BlockingThreads: TaskExecutor {
    static let shared = BlockingThreads()

    private struct State {
        /// What no thread has taken yet, the oldest first.
        var jobs: [UnownedJob] = []
        /// The number of threads that wait for a job.
        var idleCount = 0
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let needsThread = state.withLock { state in
            state.jobs.append(job)
            return state.idleCount < state.jobs.count
        }
        if needsThread { Thread.detachNewThread(work) }
        arrivals.signal()
    }

    /// Whether the current thread is one that may block.
    static var ownsCurrentThread: Bool { Thread.current.threadDictionary[mark] != nil }

    private static let mark = "may block"

    /// Runs one job after the other, for good.
    private func work() {
        Thread.current.threadDictionary[Self.mark] = true
        while true {
            state.withLock { $0.idleCount += 1 }
            arrivals.wait()
            let job = state.withLock { state in
                state.idleCount -= 1
                return state.jobs.removeFirst()
            }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
