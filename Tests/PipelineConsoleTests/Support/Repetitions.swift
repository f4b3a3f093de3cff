// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// How often a race is run: a few times on every change, `PIPELINE_REPETITIONS` times in a long run.
enum Repetitions {
    /// The number of rounds.
    static let count = ProcessInfo.processInfo.environment["PIPELINE_REPETITIONS"].flatMap { Int($0) } ?? 5

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
