// SPDX-License-Identifier: MIT

internal import Testing

/// A command with what its answer has to be: a row of a table of the contract's rules.
struct Case: Sendable, CustomTestStringConvertible {
    /// What a command is answered with.
    enum Expectation: Sendable {
        /// `{"success":true}`, with data or without.
        case success
        /// Data with a member of a value.
        case value(String, JSONValue)
        /// An error of a kind.
        case error(String)
    }

    let command: String
    let expectation: Expectation

    init(_ command: String, _ expectation: Expectation = .success) {
        self.command = command
        self.expectation = expectation
    }

    var testDescription: String { command }

    /// Compares an answer with what it has to be.
    func check(_ answer: JSONValue, location: SourceLocation = #_sourceLocation) {
        switch expectation {
        case .success:
            #expect(answer["success"] == true, "\(command): \(answer)", sourceLocation: location)
        case .value(let name, let value):
            let found = answer["data"][name]
            #expect(found == value, "\(command): \(answer)", sourceLocation: location)
        case .error(let title):
            #expect(answer["error"] == .string(title), "\(command): \(answer)", sourceLocation: location)
            #expect(answer.names == ["error", "details"], "\(command)", sourceLocation: location)
            #expect(answer["details"].text?.isEmpty == false, "\(command)", sourceLocation: location)
        }
    }

    /// Carries out the commands of a table for Alice, one after the other, and checks every answer.
    static func check(
        _ cases: [Case],
        after commands: [String] = [],
        location: SourceLocation = #_sourceLocation
    ) throws {
        let answers = try Session.answersForAlice(to: commands + cases.map(\.command))
        try #require(answers.count == commands.count + cases.count, "one answer a command", sourceLocation: location)
        for answer in answers.prefix(commands.count) {
            #expect(answer["success"] == true, "\(answer)", sourceLocation: location)
        }
        for (item, answer) in zip(cases, answers.dropFirst(commands.count)) { item.check(answer, location: location) }
    }
}
