// SPDX-License-Identifier: MIT

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// How long tests wait before they call something hung; a passing test never waits that long.
public enum Patience: Sendable {
    /// How many times as long as usual: `PIPELINE_PATIENCE`, for programs that a sanitizer makes slow; 1 without it.
    public static let factor = max(1, getenv("PIPELINE_PATIENCE").flatMap { Int(String(cString: $0)) } ?? 1)
}
