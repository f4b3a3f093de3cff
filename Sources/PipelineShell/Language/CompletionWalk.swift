// SPDX-License-Identifier: MIT

/// The way through the words of a command that stand before the one being completed.
struct CompletionWalk {
    private let description: CommandDescription
    private var seen: OptionNameSet = []
    private var operands: [String] = []
    private var optionsHaveEnded = false
    /// The option whose value comes next.
    private var pending: OptionDescription?
    /// The words of the command inside this one, if its place has been reached.
    private(set) var nested: ArraySlice<Word>?

    /// Walks over the words after the command's name, forgiving what is wrong with them.
    init(_ description: CommandDescription, after words: ArraySlice<Word>) {
        self.description = description
        var words = words
        while !takesRest, let word = words.popFirst() { step(word) }
        if takesRest { nested = words }
    }

    /// Whether the next word begins a command of its own.
    private var takesRest: Bool {
        operands.count < description.operands.count && description.operands[operands.count].arity == .rest
    }

    /// Takes in one word.
    private mutating func step(_ word: Word) {
        if pending != nil {
            pending = nil
        } else if !optionsHaveEnded, word.startsWithTwoDashes {
            if word.text.utf8.count == 2 {
                optionsHaveEnded = true
                return
            }
            let (spelling, value) = word.splitOption()
            guard let option = description.option(spelling: spelling) else { return }
            seen.insert(option.name)
            if value == nil, option.kind != nil { pending = option }
        } else {
            operands.append(word.text)
        }
    }

    /// What the grammar expects in the place of `current`.
    func place(of current: Word) -> CommandCompletion.Place {
        if let kind = pending?.kind { return .value(kind, taken: [], prefix: "") }
        if !optionsHaveEnded, current.startsWithTwoDashes {
            let (spelling, value) = current.splitOption()
            guard value != nil else { return .option(of: description, without: seen) }
            guard let kind = description.option(spelling: spelling)?.kind else { return .nothing }
            let prefix = "--\(spelling)="
            return .value(kind, taken: [], prefix: prefix)
        }
        if !optionsHaveEnded, current.text == "-", !takesFile { return .option(of: description, without: seen) }
        if let kind = nextOperandKind, !(isWaived && current.text.isEmpty) {
            return .value(kind, taken: operands, prefix: "")
        }
        let offersOptions = current.text.isEmpty && !optionsHaveEnded
        return offersOptions ? .option(of: description, without: seen) : .nothing
    }

    /// Whether the next operand is a file, whose name may be `-`.
    private var takesFile: Bool { nextOperandKind == .file }

    /// Whether a flag stands in for the operands.
    private var isWaived: Bool {
        guard case .many(.some(let waiver)) = description.operands.first?.arity else { return false }
        return seen.contains(waiver)
    }

    /// The kind of the next operand, if one may come.
    private var nextOperandKind: ValueKind? {
        guard let last = description.operands.last else { return nil }
        if operands.count < description.operands.count { return description.operands[operands.count].kind }
        switch last.arity {
        case .any, .many: return last.kind
        case .one, .optional, .rest: return nil
        }
    }
}
