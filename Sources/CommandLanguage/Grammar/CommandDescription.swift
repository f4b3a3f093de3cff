// SPDX-License-Identifier: MIT

/// A command of the grammar: how it is written, and what help says of it.
package struct CommandDescription: Hashable, Sendable {
    /// The headings of the list of commands.
    package enum Topic: String, Hashable, Sendable, CaseIterable {
        case users = "Users"
        case data = "Costs and notifications"
        case files = "Files"
        case store = "Store"
        case shell = "Shell"
        case program = "On the command line only"
    }

    /// Which command it is.
    package var id: CommandID
    /// The words of its name, as in `add cost`.
    package var path: [String]
    /// Other one-word names that are understood and not advertised.
    package var aliases: [String]
    /// Where the list of commands shows it.
    package var topic: Topic
    /// What it does, in one line.
    package var summary: String
    /// The operands, in order.
    package var operands: [OperandDescription]
    /// The options, in the order that help shows them.
    package var options: [OptionDescription]
    /// What else there is to know, as lines.
    package var notes: [String]
    /// Commands to try.
    package var examples: [String]

    /// Describes a command.
    package init(
        id: CommandID,
        path: [String],
        aliases: [String] = [],
        topic: Topic,
        summary: String,
        operands: [OperandDescription] = [],
        options: [OptionDescription] = [],
        notes: [String] = [],
        examples: [String]
    ) {
        self.id = id
        self.path = path
        self.aliases = aliases
        self.topic = topic
        self.summary = summary
        self.operands = operands
        self.options = options
        self.notes = notes
        self.examples = examples
    }

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

/// An operand of a command: what it is called, what it takes and how often.
package struct OperandDescription: Hashable, Sendable {
    /// How many words an operand takes.
    package enum Arity: Hashable, Sendable {
        /// Exactly one.
        case one
        /// One or none.
        case optional
        /// Any number, none included.
        case any
        /// One or more; none if the flag is given.
        case many(waivedBy: OptionName?)
        /// All the words that are left, options included: one or more.
        case rest
    }

    /// The name in the usage, in capitals.
    package var name: String
    /// What it takes.
    package var kind: ValueKind
    /// How many words it takes.
    package var arity: Arity

    /// The usual operand: one word.
    package static func one(_ name: String, _ kind: ValueKind) -> OperandDescription {
        OperandDescription(name: name, kind: kind, arity: .one)
    }

    /// An operand that may be absent.
    package static func optional(_ name: String, _ kind: ValueKind) -> OperandDescription {
        OperandDescription(name: name, kind: kind, arity: .optional)
    }

    /// An operand that may be given any number of times.
    package static func any(_ name: String, _ kind: ValueKind) -> OperandDescription {
        OperandDescription(name: name, kind: kind, arity: .any)
    }

    /// An operand that is given once or more, unless a flag stands in for it.
    package static func many(_ name: String, _ kind: ValueKind, waivedBy flag: OptionName? = nil) -> OperandDescription
    {
        OperandDescription(name: name, kind: kind, arity: .many(waivedBy: flag))
    }

    /// An operand that takes all the words that are left.
    package static func rest(_ name: String, _ kind: ValueKind) -> OperandDescription {
        OperandDescription(name: name, kind: kind, arity: .rest)
    }

    /// The operand as the usage shows it.
    package var usage: String {
        let shown = kind.choices?.joined(separator: "|") ?? name
        return switch arity {
        case .one: shown
        case .optional: "[\(shown)]"
        case .any: "[\(shown)…]"
        case .many(.none), .rest: "\(shown)…"
        case .many(.some(let waiver)): "\(shown)…|--\(waiver.spelling)"
        }
    }
}

/// An option of a command: its name, its value, and what it does.
package struct OptionDescription: Hashable, Sendable {
    /// The name.
    package var name: OptionName
    /// What the value is; nil for a flag.
    package var kind: ValueKind?
    /// The name of the value in the usage; empty for a flag.
    package var valueName: String
    /// What the option does, in a few words.
    package var summary: String
    /// Whether the command is refused without it.
    package var isRequired = false
    /// Whether it may be given several times.
    package var isRepeatable = false
    /// The flag that says the opposite and so excludes this one.
    package var opposite: OptionName?

    /// An option with a value.
    package static func value(
        _ name: OptionName,
        _ kind: ValueKind,
        _ valueName: String,
        _ summary: String
    )
        -> OptionDescription
    {
        OptionDescription(name: name, kind: kind, valueName: valueName, summary: summary)
    }

    /// An option with a value without which the command is refused.
    package static func required(
        _ name: OptionName,
        _ kind: ValueKind,
        _ valueName: String,
        _ summary: String
    )
        -> OptionDescription
    {
        OptionDescription(name: name, kind: kind, valueName: valueName, summary: summary, isRequired: true)
    }

    /// An option without a value.
    package static func flag(_ name: OptionName, _ summary: String, opposite: OptionName? = nil) -> OptionDescription {
        OptionDescription(name: name, kind: nil, valueName: "", summary: summary, opposite: opposite)
    }

    /// The option with its value, as in `--period week|month|year`.
    package var signature: String {
        guard let kind else { return "--\(name.spelling)" }
        return "--\(name.spelling) \(kind.choices?.joined(separator: "|") ?? valueName)"
    }

    /// The option as the usage shows it.
    package var usage: String { isRequired ? signature : "[\(signature)]\(isRepeatable ? "…" : "")" }
}
