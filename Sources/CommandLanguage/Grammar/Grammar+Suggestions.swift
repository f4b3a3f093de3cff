// SPDX-License-Identifier: MIT

internal import PipelineCore

extension Grammar {
    /// The question that suggests a spelling, or nothing.
    static func suggestion(_ spelling: String?) -> String {
        spelling.map { " Did you mean '\($0)'?" } ?? ""
    }

    /// The error about a first word that begins no command.
    func unknownCommand(_ words: [Word]) -> CommandError {
        let names = commands.filter { !$0.isProgramOnly }.map(\.name)
        var range = words[0].range
        var nearest: String?
        if words.count > 1, words[0].text.utf8.count + words[1].text.utf8.count < 64 {
            let pair = "\(words[0].text) \(words[1].text)"
            let reversed = "\(words[1].text) \(words[0].text)"
            nearest = names.first { $0 == reversed }
            if nearest == nil, let near = EditDistance.nearest(to: pair, in: names), near.contains(" ") {
                nearest = near
            }
            if nearest != nil { range = words[0].range.lowerBound..<words[1].range.upperBound }
        }
        if nearest == nil {
            let firstWords = verbs.keys.sorted().filter { verbs[$0]?.command == nil }
            nearest = EditDistance.nearest(to: words[0].text, in: names.filter { !$0.contains(" ") } + firstWords)
        }
        let hint = nearest == nil ? " 'help' lists the commands." : Self.suggestion(nearest)
        return .invalid(
            "command",
            "There is no command \(words[0].mention).\(hint)",
            at: range,
            replacement: nearest
        )
    }

    /// The error about a first word that needs a second one, which is missing or another.
    func incompleteName(_ words: [Word], _ verb: Verb) -> CommandError {
        let first = words[0].text
        let rule = "\(first) must be followed by \(ValueKind.enumeration(of: verb.seconds.map(\.word)))"
        guard words.count > 1 else {
            let nearest = EditDistance.nearest(to: first, in: commands.map(\.name).filter { !$0.contains(" ") })
            return .invalid("command", "\(rule).\(Self.suggestion(nearest))", at: words[0].range, replacement: nearest)
        }
        let nearest = EditDistance.nearest(to: words[1].text, in: verb.seconds.map(\.word))
        return .invalid(
            "command",
            "\(rule), not \(words[1].mention).\(Self.suggestion(nearest.map { "\(first) \($0)" }))",
            at: words[1].range,
            replacement: nearest
        )
    }
}
