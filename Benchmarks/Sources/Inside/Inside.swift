// SPDX-License-Identifier: MIT

internal import Foundation

/// Measures from inside what a pipe hides, and prints one line of JSON.
///
///     Inside [--quick] questions|growth|pauses|memory
@main
enum Inside {
    /// A tenth of the data.
    static let isQuick = CommandLine.arguments.contains("--quick")

    static func main() async throws {
        // The main actor's thread is a slow place to wait for another actor.
        let line = try await Task.detached { try await measure() }.value
        print(line)
    }

    private static func measure() async throws -> String {
        switch CommandLine.arguments.last {
        case "questions": try text(await Questions.measure())
        case "growth": try text(await Growth.measure())
        case "pauses": try text(await Pauses.measure())
        case "memory": try text(await MemoryParts.measure())
        default:
            throw CocoaError(
                .featureUnsupported,
                userInfo: [NSLocalizedDescriptionKey: "usage: Inside [--quick] questions|growth|pauses|memory"]
            )
        }
    }

    private static func text(_ figures: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(figures), as: UTF8.self)
    }

    /// A number of records, a tenth of it where it has to be quick.
    static func scaled(_ count: Int) -> Int { isQuick ? count / 10 : count }
}
