// SPDX-License-Identifier: MIT

internal import PipelineCore

extension Grammar {
    /// Returns the help on the command that `words` name, on those that begin with them, or the list of all commands
    /// if there are none; lines are separated by line feeds.
    ///
    /// - Throws: An error that suggests the nearest command if the words name none.
    package func help(on words: [Word]) throws(CommandError) -> String {
        guard let first = words.first else { return overview }
        let names = words.map(\.text)
        if let exact = commands.first(where: { $0.path == names || $0.aliases == names }) { return help(on: exact) }
        let group = commands.filter { $0.path.count > names.count && $0.path.starts(with: names) }
        if !group.isEmpty { return group.map { help(on: $0) }.joined(separator: "\n\n") }
        if let verb = verbs[first.text] {
            guard verb.command != nil, let help = commands.firstIndex(where: { $0.id == .help }) else {
                throw incompleteName(words, verb)
            }
            throw CommandParser(help, of: self, words: words, position: 0).surplus(words[1])
        }
        throw unknownCommand(words)
    }

    /// The list of all commands under their topics.
    package var overview: String {
        let width = commands.map(\.name.utf8.count).max() ?? 0
        var lines: [String] = []
        for topic in CommandDescription.Topic.allCases {
            lines.append("\(topic.rawValue):")
            for command in commands where command.topic == topic {
                lines.append("  \(pad(command.name, to: width))  \(command.summary)")
            }
            lines.append("")
        }
        lines.append("'help COMMAND' explains a command. Quote words with '…' or \"…\"; start a comment")
        lines.append("with #; end a line with \\ to continue it on the next.")
        return lines.joined(separator: "\n")
    }

    /// The help on one command: usage, operands and options, notes, examples.
    package func help(on command: CommandDescription) -> String {
        var lines = ["\(command.summary).", "", "  \(command.usage)"]
        if !command.options.isEmpty {
            let width = command.options.map(\.signature.utf8.count).max() ?? 0
            lines.append("")
            for option in command.options {
                let note = option.isRequired ? "Required. " : ""
                lines.append("  \(pad(option.signature, to: width))  \(note)\(option.summary)")
            }
        }
        if !command.notes.isEmpty { lines += [""] + command.notes }
        lines += ["", command.examples.count == 1 ? "Example:" : "Examples:"]
        lines += command.examples.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    /// The ASCII text with spaces up to a width.
    private func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.utf8.count, 0))
    }
}
