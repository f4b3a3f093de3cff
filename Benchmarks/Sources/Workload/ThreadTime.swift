// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// What a thread has used up so far.
package struct ThreadTime: Sendable {
    /// The processor time in nanoseconds.
    package let nanoseconds: Int64

    /// Reads the clock of the calling thread.
    @inline(__always)
    package static var now: ThreadTime {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return ThreadTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The pages that the process had to be given so far.
    package static var pageFaults: Int {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        #else
        // RUSAGE_THREAD, which the C library hides from Swift.
        getrusage(1, &usage)
        #endif
        return Int(usage.ru_minflt)
    }

    /// What tells the calling thread from others.
    package static var thread: UInt {
        #if canImport(Darwin)
        UInt(bitPattern: pthread_self())
        #else
        UInt(pthread_self())
        #endif
    }
}
