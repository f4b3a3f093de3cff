// SPDX-License-Identifier: MIT

package import PipelineCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A thread of its own for work that blocks, so that the pool that runs tasks never does.
package enum DedicatedThread {
    /// Runs `body` on a new thread, one that gives way to all others if `isBackground` is true.
    ///
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws; `storage` if the system cannot start another thread.
    package static func run<R: Sendable>(
        isBackground: Bool = false,
        _ body: @escaping @Sendable () throws(StoreError) -> R
    ) async throws(StoreError) -> R {
        let result = await withCheckedContinuation { continuation in
            let isStarted = start { () in
                if isBackground { giveWay() }
                continuation.resume(returning: outcome(body))
            }
            if !isStarted {
                continuation.resume(
                    returning: .failure(
                        .storage("The system cannot start another thread for the store.", isPassing: true)
                    )
                )
            }
        }
        return try result.get()
    }

    private static func outcome<R>(_ body: () throws(StoreError) -> R) -> Result<R, StoreError> {
        do {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }

    fileprivate final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        // The thread takes over the one reference that is passed through C; if it does not start, we do.
        let argument = Unmanaged.passRetained(Work(body)).toOpaque()
        if create(with: argument) { return true }
        Unmanaged<Work>.fromOpaque(argument).release()
        return false
    }

    private static func create(with argument: UnsafeMutableRawPointer) -> Bool {
        #if canImport(Darwin)
        var thread: pthread_t?
        guard pthread_create(&thread, nil, threadBody, argument) == 0 else { return false }
        if let thread { pthread_detach(thread) }
        #else
        var thread = pthread_t()
        guard pthread_create(&thread, nil, threadBody, argument) == 0 else { return false }
        pthread_detach(thread)
        #endif
        return true
    }

    private static func giveWay() {
        #if canImport(Darwin)
        pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
        #else
        // On Linux the number 0 means the calling thread alone.
        #if canImport(Glibc)
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        #else
        _ = setpriority(PRIO_PROCESS, 0, 10)
        #endif
        #endif
    }
}

#if canImport(Darwin)
private typealias ThreadArgument = UnsafeMutableRawPointer
#else
private typealias ThreadArgument = UnsafeMutableRawPointer?
#endif

/// What a new thread runs: the work that its starter retained for it.
private func threadBody(_ argument: ThreadArgument) -> UnsafeMutableRawPointer? {
    let work: UnsafeMutableRawPointer? = argument
    if let work { Unmanaged<DedicatedThread.Work>.fromOpaque(work).takeRetainedValue().body() }
    return nil
}
