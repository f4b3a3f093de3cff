// SPDX-License-Identifier: MIT

internal import Workload

/// The time of a question about one user with 100,000 records, and with ten million.
enum Growth {
    /// The times in seconds by question, `small` and `large`.
    static func measure() async throws -> [String: [String: Double]] {
        let small = try await Questions.measure(.oneUser(costs: 100_000))
        let large = try await Questions.measure(.oneUser(costs: Inside.scaled(10_000_000)))
        var times: [String: [String: Double]] = [:]
        for (name, question) in [("Q1a", "Q1a odd"), ("Q3", "Q3"), ("Q4", "Q4")] {
            times[name] = ["small": small[question] ?? 0, "large": large[question] ?? 0]
        }
        return times
    }
}
