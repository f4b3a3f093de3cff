// SPDX-License-Identifier: MIT

internal import PipelineCore

extension Grammar {
    /// Returns what may stand at the end of `text`, the part of a command before the cursor.
    ///
    /// - Complexity: O(*n*) in the text and the vocabulary.
    package func completion(of text: String, vocabulary: CompletionVocabulary) -> CommandCompletion {
        let end = text.utf8.count
        guard let unfinished = try? CommandTokenizer.unfinishedWords(in: text), !unfinished.isInComment else {
            return CommandCompletion(range: end..<end, scalarCount: 0, candidates: [])
        }
        var before = unfinished.words
        let current = unfinished.isInWord ? before.removeLast() : Word("", range: end..<end)
        let search = CompletionSearch(grammar: self, vocabulary: vocabulary)
        let candidates = search.candidates(after: before[...], current)
        let start = current.range.lowerBound
        let scalars = String(decoding: text.utf8.dropFirst(start), as: UTF8.self).unicodeScalars.count
        return CommandCompletion(range: start..<end, scalarCount: scalars, candidates: candidates)
    }
}

/// The search for what may stand at the cursor.
private struct CompletionSearch {
    let grammar: Grammar
    let vocabulary: CompletionVocabulary

    /// Returns the candidates after the words that go on from what is there of the current one.
    func candidates(after words: ArraySlice<Word>, _ current: Word) -> [CommandCompletion.Candidate] {
        candidates(at: place(after: words, current), current)
    }

    /// Returns what the grammar expects after the words.
    private func place(after words: ArraySlice<Word>, _ current: Word) -> ExpectedPart {
        guard let first = words.first else { return .firstWord }
        guard let verb = grammar.verbs[first.text] else { return .nothing }
        var rest = words.dropFirst()
        var index = verb.command
        if !verb.seconds.isEmpty {
            guard let second = rest.popFirst() else { return .secondWord(of: first.text) }
            index = verb.seconds.first { $0.word == second.text }?.command
        }
        guard let index, !grammar.commands[index].isProgramOnly else { return .nothing }
        let walk = CompletionWalk(grammar.commands[index], after: rest)
        if let nested = walk.nested {
            // No command repeats itself, so that the depth has a bound.
            return nested.first?.text == first.text ? .nothing : place(after: nested, current)
        }
        return walk.place(of: current)
    }

    /// Returns the candidates at a place that go on from what is there of the word.
    private func candidates(at place: ExpectedPart, _ current: Word) -> [CommandCompletion.Candidate] {
        switch place {
        case .nothing:
            return []
        case .firstWord:
            return firstWords.filter { begins($0.label, with: current.text) }
        case .secondWord(let first):
            let seconds = grammar.verbs[first]?.seconds ?? []
            return seconds.filter { begins($0.word, with: current.text) }
                .map { second in
                    candidate(second.word, summary: grammar.commands[second.command].summary)
                }
        case .option(let description, let without):
            return options(of: description, without: without).filter { begins($0.label, with: current.text) }
        case .value(let kind, let taken, let prefix):
            let typed = String(current.text.dropFirst(prefix.count))
            let values = kind == .commandName ? commandWords(after: taken, typed) : values(of: kind, typed)
            return values.filter { !taken.contains($0) }
                .map { value in
                    let endsWord = !(isPath(kind) && value.hasSuffix("/"))
                    return CommandCompletion.Candidate(
                        text: prefix + written(value, isWhole: endsWord),
                        label: value,
                        summary: vocabulary.summaries[value],
                        endsWord: endsWord
                    )
                }
        }
    }

    /// The first words of all commands of the shell.
    private var firstWords: [CommandCompletion.Candidate] {
        var seen: Set<String> = []
        return grammar.commands.compactMap { command in
            guard !command.isProgramOnly, seen.insert(command.path[0]).inserted else { return nil }
            return candidate(command.path[0], summary: command.path.count == 1 ? command.summary : nil)
        }
    }

    /// The options that may still be given.
    private func options(
        of description: CommandDescription,
        without seen: OptionNameSet
    ) -> [CommandCompletion.Candidate] {
        description.options
            .filter { option in
                (option.isRepeatable || !seen.contains(option.name)) && !(option.opposite.map(seen.contains) ?? false)
            }
            .map { candidate("--\($0.name.spelling)", summary: $0.summary) }
    }

    /// The values of a kind that begin with what is typed.
    private func values(of kind: ValueKind, _ typed: String) -> [String] {
        let all: [String]
        switch kind {
        case .user: all = vocabulary.users
        case .costType: all = vocabulary.costTypes
        case .notificationType: all = vocabulary.notificationTypes
        case .notificationID, .momentOrNotificationID: all = vocabulary.notificationIDs
        case .file: return vocabulary.fileNames(typed)
        case .directory: return vocabulary.fileNames(typed).filter { $0.hasSuffix("/") }
        default: all = kind.words ?? []
        }
        return all.filter { begins($0, with: typed) }
    }

    /// The words that go on with the name of a command.
    private func commandWords(after taken: [String], _ typed: String) -> [String] {
        let words: [String]
        switch taken.count {
        case 0: words = firstWords.map(\.label)
        case 1: words = grammar.verbs[taken[0]]?.seconds.map(\.word) ?? []
        default: words = []
        }
        return words.filter { begins($0, with: typed) }
    }

    private func isPath(_ kind: ValueKind) -> Bool { kind == .file || kind == .directory }

    /// The value as it is written; one that is to be continued leaves its quote open.
    private func written(_ value: String, isWhole: Bool) -> String {
        let quoted = Word.quoted(value)
        return isWhole || quoted == value ? quoted : String(quoted.dropLast())
    }

    private func candidate(_ text: String, summary: String?) -> CommandCompletion.Candidate {
        CommandCompletion.Candidate(text: text, label: text, summary: summary, endsWord: true)
    }

    /// Whether a text begins with what is typed, whatever the case of its letters.
    private func begins(_ text: String, with typed: String) -> Bool {
        text.hasPrefix(typed) || text.lowercased().hasPrefix(typed.lowercased())
    }
}

/// What the grammar expects at the cursor.
private enum ExpectedPart {
    case nothing
    case firstWord
    case secondWord(of: String)
    case option(of: CommandDescription, without: OptionNameSet)
    case value(ValueKind, taken: [String], prefix: String)
}

/// The way through the words of a command that stand before the one being completed.
private struct CompletionWalk {
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
    func place(of current: Word) -> ExpectedPart {
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
