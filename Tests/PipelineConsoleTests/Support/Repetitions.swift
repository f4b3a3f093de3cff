// SPDX-License-Identifier: MIT

import TerminalTestSupport
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How often a race is run: a few times on every change, `PIPELINE_REPETITIONS` times in a long run.
enum Repetitions {
    /// The number of rounds.
    static let count = getenv("PIPELINE_REPETITIONS").flatMap { Int(String(cString: $0)) } ?? 5

    /// The minutes that a test of so many rounds may take.
    static var minutes: Int { (5 + count / 4) * Patience.factor }

    /// Runs every round, whatever becomes of the ones before, and tells how many missed.
    static func run(_ what: String, _ round: (Int) throws -> Void) {
        var misses = 0
        for number in 1...max(1, count) {
            do {
                try round(number)
            } catch {
                misses += 1
                Issue.record(error, "\(what): round \(number) of \(count)")
            }
        }
        print("\(what): \(count) rounds, \(misses) misses")
    }
}
