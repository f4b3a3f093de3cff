// SPDX-License-Identifier: MIT

internal import PipelineCore

extension Grammar {
    /// Returns the command that the bytes of one line spell, or nil if the line is blank or a comment.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: An error that names the word that cannot be taken and says what is expected in its place.
    package func parse(_ line: ArraySlice<UInt8>) throws(CommandError) -> ParsedCommand? {
        try parse(try CommandTokenizer.words(in: line))
    }

    /// Returns the command that one line spells, or nil if the line is blank or a comment.
    package func parse(_ line: String) throws(CommandError) -> ParsedCommand? {
        try parse(try CommandTokenizer.words(in: line))
    }

    /// Returns the command that words spell, or nil if there are none.
    ///
    /// `allowsProgramCommands` says that the words are the arguments of the program, so that `check` and `repair` are
    /// understood.
    package func parse(
        _ words: [Word],
        allowsProgramCommands: Bool = false
    ) throws(CommandError) -> ParsedCommand? {
        guard let first = words.first else { return nil }
        let index = try command(of: words)
        guard allowsProgramCommands || !commands[index].isProgramOnly else {
            throw .invalid(
                "command",
                "\(commands[index].name) is not available here; run '\(commands[index].examples[0])' instead.",
                at: first.range
            )
        }
        let nameLength = commands[index].aliases.contains(first.text) ? 1 : commands[index].path.count
        var parser = CommandParser(index, of: self, words: words, position: nameLength)
        return try parser.parse()
    }

    /// Returns the command that the arguments of the program spell, or nil if there are none.
    package func parse(arguments: [String]) throws(CommandError) -> ParsedCommand? {
        try parse(arguments.map { Word($0) }, allowsProgramCommands: true)
    }

    /// The place in the table of the command whose name the words begin with.
    private func command(of words: [Word]) throws(CommandError) -> Int {
        guard let verb = verbs[words[0].text] else { throw unknownCommand(words) }
        if verb.seconds.isEmpty, let command = verb.command { return command }
        if words.count > 1, let found = verb.seconds.first(where: { $0.word == words[1].text }) { return found.command }
        if let command = verb.command { return command }
        throw incompleteName(words, verb)
    }
}
