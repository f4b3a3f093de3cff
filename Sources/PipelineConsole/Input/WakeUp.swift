// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A pipe whose only word is that somebody who waits for input should look up.
final class WakeUp: Sendable {
    /// The end that becomes readable.
    let descriptor: Int32
    private let writer: Int32

    /// Makes the pipe; without one, where descriptors are short, a wait ends with the input alone.
    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        descriptor = ends[0]
        writer = ends[1]
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if writer >= 0 { close(writer) }
    }

    /// Wakes whoever waits, now and for good.
    func ring() {
        var byte: UInt8 = 0
        _ = write(writer, &byte, 1)
    }
}
