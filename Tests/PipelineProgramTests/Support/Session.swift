// SPDX-License-Identifier: MIT

/// Commands that the program carries out in JSON, from standard input, on a clock that stands still.
enum Session {
    /// The moment that the fixed clock shows.
    static let now = "2026-01-15T12:00:00Z"
    /// Two users whom most tests are about.
    static let alice = "aaaaaaaa-0000-4000-8000-000000000001"
    static let bob = "bbbbbbbb-0000-4000-8000-000000000002"

    /// Carries out commands on an empty store in memory, and returns the answers in order.
    static func answers(to commands: [String], arguments: [String] = ["--memory"]) throws -> [JSONValue] {
        let result = try Program.run(
            ["--now", now, "--format", "json"] + arguments,
            input: commands.map { $0 + "\n" }.joined()
        )
        return try result.lines.map { try StrictJSONParser.parse($0) }
    }

    /// Carries out commands for Alice, after those that make her known and log her in, and returns their answers alone.
    static func answersForAlice(to commands: [String]) throws -> [JSONValue] {
        let before = ["user add \(alice) --email alice@example.com", "login alice@example.com"]
        return Array(try answers(to: before + commands).dropFirst(before.count))
    }
}

/// An identifier made of a number.
func testID(_ number: Int, _ digit: Character = "c") -> String {
    let digits = String(number, radix: 16)
    let last = String(repeating: "0", count: 12 - digits.count) + digits
    return "\(String(repeating: digit, count: 8))-0000-4000-8000-\(last)"
}
