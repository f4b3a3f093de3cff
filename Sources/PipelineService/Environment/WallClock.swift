// SPDX-License-Identifier: MIT

package import PipelineCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// What tells the time: the system's clock, or one that stands still for scripts and tests.
package struct WallClock: Sendable {
    private let fixed: Timestamp?

    /// The system's clock.
    package static let system = WallClock(fixed: nil)

    /// A clock that stands still.
    package static func fixed(at moment: Timestamp) -> WallClock { WallClock(fixed: moment) }

    /// The moment it shows.
    package var now: Timestamp {
        if let fixed { return fixed }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000)
    }
}
