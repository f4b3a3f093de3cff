// SPDX-License-Identifier: MIT

/// The commands of the language: the one table that parsing, help, completion and suggestions read.
package enum Grammar {
    /// All commands, in the order of the list that `help` shows.
    package static let commands: [CommandDescription] =
        userCommands + dataCommands + fileCommands + storeCommands + shellCommands + programCommands

    /// The commands by the first word of their name.
    static let verbs: [String: Verb] = {
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
        return verbs
    }()

    /// The commands that begin with one word.
    struct Verb: Sendable {
        /// The command that the word alone is, by its place in the table.
        var command: Int?
        /// The second words and the commands that they make.
        var seconds: [(word: String, command: Int)] = []
    }

    /// Returns the description of a command.
    package static func description(of id: CommandID) -> CommandDescription {
        // Every command stands in the table: a test compares the two.
        byID[id] ?? commands[0]
    }

    private static let byID = Dictionary(uniqueKeysWithValues: commands.map { ($0.id, $0) })
}
