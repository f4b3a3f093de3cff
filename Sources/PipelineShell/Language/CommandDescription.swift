// SPDX-License-Identifier: MIT

/// A command of the grammar: how it is written, and what help says of it.
package struct CommandDescription: Hashable, Sendable {
    /// The headings of the list of commands.
    package enum Topic: String, Hashable, Sendable, CaseIterable {
        case users = "Users"
        case data = "Costs and notifications"
        case files = "Files"
        case store = "The store"
        case shell = "The shell"
        case program = "Only as arguments of the program"
    }

    /// Which command it is.
    package var id: CommandID
    /// The words of its name, as in `add cost`.
    package var path: [String]
    /// Other one-word names that are understood and not advertised.
    package var aliases: [String] = []
    /// Where the list of commands shows it.
    package var topic: Topic
    /// What it does, in one line.
    package var summary: String
    /// The operands, in order.
    package var operands: [OperandDescription] = []
    /// The options, in the order that help shows them.
    package var options: [OptionDescription] = []
    /// What else there is to know, as lines.
    package var notes: [String] = []
    /// Commands to try.
    package var examples: [String]

    /// The name, as in `add cost`.
    package var name: String { path.joined(separator: " ") }

    /// Whether it is understood only as an argument of the program, not in the shell.
    package var isProgramOnly: Bool { topic == .program }

    /// How it is written, in one line.
    package var usage: String {
        ([name] + operands.map(\.usage) + optionUsages).joined(separator: " ")
    }

    /// The options as the usage shows them, opposites together.
    private var optionUsages: [String] {
        let waivers = operands.compactMap { operand -> OptionName? in
            if case .many(let waiver) = operand.arity { waiver } else { nil }
        }
        return options.compactMap { option in
            if waivers.contains(option.name) { return nil }
            guard let opposite = option.opposite else { return option.usage }
            return opposite.rawValue > option.name.rawValue
                ? "[--\(option.name.spelling)|--\(opposite.spelling)]" : nil
        }
    }

    /// The option that is written as `spelling` after the two dashes, if the command has it.
    func option(spelling: String) -> OptionDescription? {
        optionIndex { $0.spelling == spelling }.map { options[$0] }
    }

    /// The place of the first option whose name fits, looked for from `start` on and then from the beginning.
    func optionIndex(from start: Int = 0, where fits: (OptionName) -> Bool) -> Int? {
        for index in start..<max(options.count, start) where fits(options[index].name) { return index }
        for index in 0..<min(start, options.count) where fits(options[index].name) { return index }
        return nil
    }

    /// The option called `name`, if the command has it.
    package func option(_ name: OptionName) -> OptionDescription? {
        options.first { $0.name == name }
    }
}
