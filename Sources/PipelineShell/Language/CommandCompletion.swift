// SPDX-License-Identifier: MIT

internal import PipelineCore

/// The completion of commands: from the text before the cursor to what may stand there.
package enum CommandCompletion {
    /// Returns what may stand at the end of `text`, the part of a command before the cursor.
    ///
    /// - Complexity: O(*n*) in the text and the vocabulary.
    package static func complete(_ text: String, vocabulary: CompletionVocabulary) -> Completion {
        let end = text.utf8.count
        let nothing = Completion(range: end..<end, scalarCount: 0, candidates: [])
        guard let unfinished = try? CommandTokenizer.unfinishedWords(in: text), !unfinished.isInComment else {
            return nothing
        }
        var before = unfinished.words
        let current = unfinished.isInWord ? before.removeLast() : Word("", range: end..<end)
        let place = place(after: before[...], current)
        let candidates = candidates(at: place, current, vocabulary)
        let start = current.range.lowerBound
        let scalars = String(decoding: text.utf8.dropFirst(start), as: UTF8.self).unicodeScalars.count
        return Completion(range: start..<end, scalarCount: scalars, candidates: candidates)
    }

    /// What the grammar expects at a place.
    enum Place {
        case nothing
        case firstWord
        case secondWord(of: String)
        case option(of: CommandDescription, without: OptionNameSet)
        case value(ValueKind, taken: [String], prefix: String)
    }

    /// Returns what the grammar expects after the words.
    private static func place(after words: ArraySlice<Word>, _ current: Word) -> Place {
        guard let first = words.first else { return .firstWord }
        guard let verb = Grammar.verbs[first.text] else { return .nothing }
        var rest = words.dropFirst()
        var index = verb.command
        if !verb.seconds.isEmpty {
            guard let second = rest.popFirst() else { return .secondWord(of: first.text) }
            index = verb.seconds.first { $0.word == second.text }?.command
        }
        guard let index, !Grammar.commands[index].isProgramOnly else { return .nothing }
        let walk = CompletionWalk(Grammar.commands[index], after: rest)
        if let nested = walk.nested {
            // No command repeats itself, so that the depth has a bound.
            return nested.first?.text == first.text ? .nothing : place(after: nested, current)
        }
        return walk.place(of: current)
    }

    /// Returns the candidates at a place that go on from what is there of the word.
    private static func candidates(
        at place: Place,
        _ current: Word,
        _ vocabulary: CompletionVocabulary
    ) -> [Completion.Candidate] {
        switch place {
        case .nothing:
            return []
        case .firstWord:
            return firstWords.filter { begins($0.label, with: current.text) }
        case .secondWord(let first):
            let seconds = Grammar.verbs[first]?.seconds ?? []
            return seconds.filter { begins($0.word, with: current.text) }
                .map { second in
                    candidate(second.word, summary: Grammar.commands[second.command].summary)
                }
        case .option(let description, let without):
            return options(of: description, without: without).filter { begins($0.label, with: current.text) }
        case .value(let kind, let taken, let prefix):
            let typed = String(current.text.dropFirst(prefix.count))
            let values = kind == .commandName ? commandWords(after: taken, typed) : values(of: kind, typed, vocabulary)
            return values.filter { !taken.contains($0) }
                .map { value in
                    let endsWord = !(isPath(kind) && value.hasSuffix("/"))
                    return Completion.Candidate(
                        text: prefix + written(value, isWhole: endsWord),
                        label: value,
                        summary: vocabulary.summaries[value],
                        endsWord: endsWord
                    )
                }
        }
    }

    /// The first words of all commands of the shell.
    private static let firstWords: [Completion.Candidate] = {
        var seen: Set<String> = []
        return Grammar.commands.compactMap { command in
            guard !command.isProgramOnly, seen.insert(command.path[0]).inserted else { return nil }
            return candidate(command.path[0], summary: command.path.count == 1 ? command.summary : nil)
        }
    }()

    /// The options that may still be given.
    private static func options(
        of description: CommandDescription,
        without seen: OptionNameSet
    ) -> [Completion.Candidate] {
        description.options
            .filter { option in
                !seen.contains(option.name) && !(option.opposite.map(seen.contains) ?? false)
            }
            .map { candidate("--\($0.name.spelling)", summary: $0.summary) }
    }

    /// The values of a kind that begin with what is typed.
    private static func values(of kind: ValueKind, _ typed: String, _ vocabulary: CompletionVocabulary) -> [String] {
        let all: [String]
        switch kind {
        case .user: all = vocabulary.users
        case .costType: all = vocabulary.costTypes
        case .notificationType: all = vocabulary.notificationTypes
        case .notificationID: all = vocabulary.notificationIDs
        case .file: return vocabulary.fileNames(typed)
        case .directory: return vocabulary.fileNames(typed).filter { $0.hasSuffix("/") }
        default: all = kind.choices ?? []
        }
        return all.filter { begins($0, with: typed) }
    }

    /// The words that go on with the name of a command.
    private static func commandWords(after taken: [String], _ typed: String) -> [String] {
        let words: [String]
        switch taken.count {
        case 0: words = firstWords.map(\.label)
        case 1: words = Grammar.verbs[taken[0]]?.seconds.map(\.word) ?? []
        default: words = []
        }
        return words.filter { begins($0, with: typed) }
    }

    private static func isPath(_ kind: ValueKind) -> Bool { kind == .file || kind == .directory }

    /// The value as it is written; one that is to be continued leaves its quote open.
    private static func written(_ value: String, isWhole: Bool) -> String {
        let quoted = Word.quoted(value)
        return isWhole || quoted == value ? quoted : String(quoted.dropLast())
    }

    private static func candidate(_ text: String, summary: String?) -> Completion.Candidate {
        Completion.Candidate(text: text, label: text, summary: summary, endsWord: true)
    }

    /// Whether a text begins with what is typed, whatever the case of its letters.
    private static func begins(_ text: String, with typed: String) -> Bool {
        text.hasPrefix(typed) || text.lowercased().hasPrefix(typed.lowercased())
    }
}
