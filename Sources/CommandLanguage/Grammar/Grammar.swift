// SPDX-License-Identifier: MIT

/// The commands of a language: the one table that parsing, help, completion and suggestions read.
///
/// An object, since every command that is parsed refers to it.
package final class Grammar: Sendable {
    /// All commands, in the order of the list that `help` shows.
    package let commands: [CommandDescription]
    /// The names of the options of the program itself, which people give to a command by mistake.
    let programOptions: Set<String>
    /// The commands by the first word of their name.
    let verbs: [String: Verb]

    /// The commands that begin with one word.
    struct Verb: Sendable {
        /// The place in the table of the command that the word alone is.
        var command: Int?
        /// The second words and the commands that they make.
        var seconds: [(word: String, command: Int)] = []
    }

    /// Makes a grammar from its commands.
    ///
    /// - Parameters:
    ///   - commands: The commands, in the order in which `help` lists them.
    ///   - programOptions: The names of the program's own options, without dashes.
    package init(commands: [CommandDescription], programOptions: Set<String> = []) {
        self.commands = commands
        self.programOptions = programOptions
        var verbs: [String: Verb] = [:]
        for (index, command) in commands.enumerated() {
            for (position, word) in ([command.path[0]] + command.aliases).enumerated() {
                if position == 0, command.path.count > 1 {
                    verbs[word, default: Verb()].seconds.append((command.path[1], index))
                } else {
                    verbs[word, default: Verb()].command = index
                }
            }
        }
        self.verbs = verbs
    }
}
