// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// The number of files and connections that the process may have open.
enum DescriptorLimit {
    /// Descriptors of the store, the log and the event loops, and some more.
    private static let spare = 64

    /// Makes room for connections, as far as the system allows.
    ///
    /// A connection that is accepted beyond the limit would fail; one that waits to be accepted does not.
    ///
    /// - Returns: The number of connections that there is room for, at most `wanted`.
    static func makeRoom(forConnections wanted: Int) -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return wanted }
        let needed = rlim_t(wanted + spare)
        if limit.rlim_cur < needed {
            let before = limit.rlim_cur
            limit.rlim_cur = min(limit.rlim_max, needed)
            if setrlimit(resource, &limit) != 0 { limit.rlim_cur = before }
        }
        return limit.rlim_cur >= needed ? wanted : max(1, Int(limit.rlim_cur) - spare)
    }
}
