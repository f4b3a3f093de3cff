// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The state of reading the operands and options of one command.
struct CommandParser {
    private let grammar: Grammar
    /// The place of the command in the grammar, which is cheaper to hold than its description.
    private let command: Int
    private let words: [Word]
    private var position: Int
    /// Where the next option is looked for first: scripts give them in one order.
    private var nextOption = 0
    private var seen: OptionNameSet = []
    private var result: ParsedCommand

    /// Starts after the command's name, at `position`.
    init(_ command: Int, of grammar: Grammar, words: [Word], position: Int) {
        self.grammar = grammar
        self.command = command
        self.words = words
        self.position = position
        result = ParsedCommand(grammar.commands[command].id)
    }

    private var description: CommandDescription { grammar.commands[command] }

    /// Reads all the words.
    mutating func parse() throws(CommandError) -> ParsedCommand {
        var optionsMayCome = true
        while position < words.count {
            if takesRest { return try parseRest() }
            let word = words[position]
            if optionsMayCome, word.startsWithTwoDashes {
                if word.text.utf8.count == 2 {
                    optionsMayCome = false
                    position += 1
                } else if let help = try parseOption(word) {
                    return help
                }
            } else {
                try takeOperand(word)
                position += 1
            }
        }
        try checkOperandCount()
        try checkRequiredOptions()
        return result
    }

    /// Whether the next word and all after it belong to one operand.
    private var takesRest: Bool {
        let index = result.operands.count
        return index < description.operands.count && description.operands[index].arity == .rest
    }

    /// Takes the words that are left as a command of their own.
    private func parseRest() throws(CommandError) -> ParsedCommand {
        var rest = Array(words[position...])
        let place = rest[0].range.lowerBound..<rest[rest.count - 1].range.upperBound
        let isOneText = rest.count == 1 && rest[0].isQuoted
        var nested: ParsedCommand?
        do throws(CommandError) {
            if isOneText { rest = try CommandTokenizer.words(in: rest[0].text) }
            guard rest.first?.text != description.path[0] else {
                throw CommandError.invalid(description.name, "\(description.name) cannot repeat itself.", at: place)
            }
            nested = try grammar.parse(rest)
        } catch {
            throw isOneText ? CommandError(error.error, at: place) : error
        }
        guard let nested else {
            throw .invalid(description.name, "\(description.name) requires a command to repeat.", at: place)
        }
        let operands = result.operands
        return ParsedCommand(description.id, operands: operands, flags: result.flags, nested: nested)
    }

    /// Reads the option at `word`; returns a command in the place of this one if the option asks for help.
    private mutating func parseOption(_ word: Word) throws(CommandError) -> ParsedCommand? {
        if let index = description.optionIndex(from: nextOption, where: { $0.flag == word.text }) {
            try takeOption(index, word, attached: nil)
            return nil
        }
        let (spelling, attached) = word.splitOption()
        guard let index = description.optionIndex(where: { $0.spelling == spelling }) else {
            if spelling == "help", attached == nil {
                return ParsedCommand(.help, operands: description.path.map { Word($0, range: word.range) })
            }
            throw unknownOption(word, spelling)
        }
        try takeOption(index, word, attached: attached)
        return nil
    }

    /// Takes the option at a place of the description, with the value attached to its word or in the word behind it.
    private mutating func takeOption(_ index: Int, _ word: Word, attached: Word?) throws(CommandError) {
        let name = description.options[index].name
        nextOption = index + 1
        position += 1
        guard seen.insert(name) || description.options[index].isRepeatable else {
            throw .invalid(name.parameter, "\(name.flag) may be given only once.", at: word.range)
        }
        if let opposite = description.options[index].opposite, seen.contains(opposite) {
            let message = "\(name.flag) and \(opposite.flag) cannot be used together."
            throw .invalid(name.parameter, message, at: word.range)
        }
        guard let kind = description.options[index].kind else {
            return try setFlag(description.options[index], attached, word)
        }
        var value = attached
        if value == nil, position < words.count {
            value = words[position]
            position += 1
        }
        guard let value else {
            throw .invalid(name.parameter, "\(name.flag) requires a value: \(kind.expectation).", at: word.range)
        }
        try check(value, kind, of: name.flag, for: name)
        result.options.append(name, value)
    }

    /// Sets the flag, or with `=false` the one that says the opposite.
    private mutating func setFlag(_ option: OptionDescription, _ value: Word?, _ word: Word) throws(CommandError) {
        switch value?.text {
        case nil, "true": result.flags.insert(option.name)
        case "false":
            if let opposite = option.opposite { result.flags.insert(opposite) }
        default:
            throw .invalid(
                option.name.parameter,
                "\(option.name.flag) must be true or false, not \(value?.mention ?? "").",
                at: value?.range ?? word.range
            )
        }
    }

    /// Takes an operand, unless there are enough.
    private mutating func takeOperand(_ word: Word) throws(CommandError) {
        let index = min(result.operands.count, description.operands.count - 1)
        guard index >= 0 else { throw surplus(word) }
        let operand = description.operands[index]
        switch operand.arity {
        case .one, .optional:
            if result.operands.count > index { throw surplus(word) }
        case .any, .many, .rest: break
        }
        let isOnlyOne = description.operands.count == 1
        try check(word, operand.kind, of: isOnlyOne ? description.name : operand.name.lowercased(), for: nil)
        result.operands.append(word)
    }

    /// Refuses a word that is not one of the choices.
    private func check(
        _ word: Word,
        _ kind: ValueKind,
        of subject: @autoclosure () -> String,
        for option: OptionName?
    ) throws(CommandError) {
        guard case .choice(let choices, isChecked: true) = kind, !choices.contains(word.text) else { return }
        let name = option?.parameter ?? description.name
        let nearest = EditDistance.nearest(to: word.text, in: choices)
        throw .invalid(
            name,
            "\(subject()) must be \(kind.expectation), not \(word.mention).\(Grammar.suggestion(nearest))",
            at: word.range,
            replacement: nearest
        )
    }

    /// Refuses a command that lacks an operand, or has one beside the flag that stands in for it.
    private func checkOperandCount() throws(CommandError) {
        for (index, operand) in description.operands.enumerated() {
            let isThere = index < result.operands.count
            if case .many(.some(let waiver)) = operand.arity, result.flags.contains(waiver) {
                if !isThere { continue }
                throw .invalid(
                    description.name,
                    "\(description.name) takes \(operand.name) or --\(waiver.spelling), not both.",
                    at: result.operands[index].range
                )
            }
            if isThere || operand.arity == .optional || operand.arity == .any { continue }
            throw .invalid(
                description.name,
                "\(description.name) requires \(operand.name): \(operand.kind.expectation).",
                at: words.last?.range
            )
        }
    }

    /// Refuses a command that lacks a required option.
    private func checkRequiredOptions() throws(CommandError) {
        let options = description.options
        let index = options.indices.first { options[$0].isRequired && !result.options.contains(options[$0].name) }
        guard let missing = index.map({ options[$0] }) else { return }
        throw .invalid(
            missing.name.parameter,
            "\(description.name) requires \(missing.name.flag): \(missing.kind?.expectation ?? "a flag").",
            at: words.last?.range
        )
    }
}

extension CommandParser {
    /// The error about an option that the command does not have.
    private func unknownOption(_ word: Word, _ spelling: String) -> CommandError {
        let end = min(word.range.lowerBound + 2 + spelling.utf8.count, word.range.upperBound)
        let range = word.isQuoted ? word.range : word.range.lowerBound..<end
        if grammar.programOptions.contains(spelling) {
            return .invalid(
                description.name,
                "--\(spelling) is an option of the program and must come before the command: "
                    + "'pipeline --\(spelling) … \(description.name)'.",
                at: range
            )
        }
        if spelling == "help" {
            let message = "--help must not have a value; 'help \(description.name)' explains the command."
            return .invalid(description.name, message, at: range)
        }
        let spellings = description.options.map(\.name.spelling)
        let nearest = EditDistance.nearest(to: spelling, in: spellings).map { "--\($0)" }
        let hint: String
        if nearest != nil {
            hint = Grammar.suggestion(nearest)
        } else if spellings.isEmpty {
            hint = " It has no options."
        } else {
            hint = " It has \(ValueKind.enumeration(of: spellings.map { "--\($0)" }, conjunction: "and"))."
        }
        let message = "\(description.name) has no option \(Word.mention("--\(spelling)")).\(hint)"
        return .invalid(description.name, message, at: range, replacement: nearest)
    }

    /// The error about a word that the command has no place for.
    func surplus(_ word: Word) -> CommandError {
        let letters = word.text.drop { $0 == "-" }
        let spelling = letters.utf8.count <= 64 ? String(letters) : ""
        let choice = description.options.first { $0.kind?.words?.contains(spelling) ?? false }
        var nearest = choice.map { "--\($0.name.spelling) \(spelling)" }
        if nearest == nil {
            let flags = description.options.map(\.name.spelling)
            nearest = EditDistance.nearest(to: spelling, in: flags).map { "--\($0)" }
        }
        let hint = nearest == nil ? " 'help \(description.name)' shows its usage." : Grammar.suggestion(nearest)
        return .invalid(
            description.name,
            "\(description.name) does not take \(word.mention).\(hint)",
            at: word.range,
            replacement: nearest
        )
    }
}
