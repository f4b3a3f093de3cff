// SPDX-License-Identifier: MIT

internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Random scripts", .serialized, .inTurn)
struct RandomScriptTests {
    /// How many scripts are tried: 40, or as many as `PIPELINE_RANDOM_SCRIPTS` says.
    private static var count: Int {
        ProcessInfo.processInfo.environment["PIPELINE_RANDOM_SCRIPTS"].flatMap { Int($0) } ?? 40
    }

    @Test("Every answer is the naive model's, across restarts of the program", arguments: 0..<count)
    func model(seed: Int) throws {
        let directory = try TemporaryDirectory()
        let users = [Session.alice, Session.bob, testID(3, "d")]
        var script = RandomScript(seed: UInt64(seed), users: users)
        var steps = script.introduction()
        for length in [20, 1, 50, 30] {
            while steps.count < length { steps.append(script.step()) }
            try check(steps, in: directory, seed: seed)
            steps = [script.login()]
        }
    }

    private func check(_ steps: [RandomScript.Step], in directory: TemporaryDirectory, seed: Int) throws {
        let fsync = ["always", "everysec", "never"][seed % 3]
        let arguments = ["--store", directory.file("store"), "--fsync", fsync]
        let answers = try Session.answers(to: steps.map(\.command), arguments: arguments)
        try #require(answers.count == steps.count, "one answer a command")
        for (number, (step, answer)) in zip(steps, answers).enumerated() {
            let isEqual = step.answer["error"] == nil ? answer == step.answer : answer["error"] == step.answer["error"]
            try #require(isEqual, "seed \(seed), command \(number + 1): \(step.command)\n\(answer)\n\(step.answer)")
        }
    }

    @Test("A user's answers are the same bytes with another user's traffic in between", arguments: 0..<(count / 4 + 1))
    func isolation(seed: Int) throws {
        var other = RandomScript(seed: UInt64(seed + 1000), users: [Session.bob], digit: "d")
        var own = RandomScript(seed: UInt64(seed), users: [Session.alice])
        var random = SeededGenerator(seed: UInt64(seed))
        var alone = own.introduction().map(\.command)
        var mixed = other.introduction().map(\.command) + alone
        var ownPlaces = Set(mixed.count - alone.count..<mixed.count)
        while alone.count < 120 {
            own.foreignIDs = other.noticeIDs.suffix(3) + [testID(1, "9")]
            let traffic = (0..<Int.random(in: 0..<4, using: &random)).map { _ in other.step().command }
            mixed += ["login \(Session.bob)"] + traffic + ["login \(Session.alice)"]
            for _ in 0..<Int.random(in: 1..<5, using: &random) {
                alone.append(own.step().command)
                ownPlaces.insert(mixed.count)
                mixed.append(alone[alone.count - 1])
            }
        }
        let arguments = ["--memory", "--now", Session.now, "--format", "json"]
        let first = try Program.run(arguments, input: alone.joined(separator: "\n") + "\n").lines
        let second = try Program.run(arguments, input: mixed.joined(separator: "\n") + "\n").lines
        try #require(second.count == mixed.count)
        let ownLines = second.indices.filter { ownPlaces.contains($0) }.map { second[$0] }
        #expect(ownLines == first, "seed \(seed)")
    }
}
