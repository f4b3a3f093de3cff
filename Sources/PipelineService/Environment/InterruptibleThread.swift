// SPDX-License-Identifier: MIT

package import PipelineCore
internal import PipelineStore
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

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

/// Asks blocking work to stop.
///
/// Workers poll it; setting it also wakes a wait on a descriptor.
package final class StopSignal: Sendable {
    /// What a descriptor can be waited for.
    package enum Readiness: Sendable {
        /// There is something to read, or the end.
        case reading
        /// There is room to write.
        case writing
    }

    private let flag = Atomic(false)
    private let reader: Int32
    private let writer: Int32

    /// Makes a signal that is not set; where descriptors are short, it wakes nobody who waits.
    package init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        reader = ends[0]
        writer = ends[1]
    }

    deinit {
        if reader >= 0 { close(reader) }
        if writer >= 0 { close(writer) }
    }

    /// Whether the work should stop.
    package var isSet: Bool { flag.load(ordering: .acquiring) }

    /// Asks the work to stop, now and for good.
    package func set() {
        guard !flag.exchange(true, ordering: .acquiringAndReleasing), writer >= 0 else { return }
        var byte: UInt8 = 0
        _ = write(writer, &byte, 1)
    }

    /// Waits until a descriptor is ready, the work should stop, or so many milliseconds are over.
    ///
    /// - Returns: Whether the descriptor is ready.
    @discardableResult
    package func wait(for descriptor: Int32, _ readiness: Readiness, milliseconds: Int32 = -1) -> Bool {
        var waiting = [
            pollfd(fd: descriptor, events: Int16(readiness == .reading ? POLLIN : POLLOUT), revents: 0),
            pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&waiting, 2, milliseconds) < 0, errno == EINTR {}
        return waiting[0].revents != 0
    }
}
