// SPDX-License-Identifier: MIT

internal import LineEditing

/// The words that the probe completes.
enum ProbeVocabulary {
    private static let verbs = ["costs", "snapshot", "snapshots", "notifications", "naïve", "日本語"]
    private static let numbers = (1...500).map { "item-\($0)" }
    private static let controls = [
        Completion.Candidate("ctl-one", display: "ctl\u{1B}[31mone"),
        Completion.Candidate("ctl-two", display: "ctl\rtwo"),
    ]

    static func complete(_ before: String) -> Completion {
        let word = before.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        let candidates =
            (verbs + numbers).map { Completion.Candidate($0) } + controls
            + [Completion.Candidate("--period=", isFollowedBySpace: false)]
        return Completion(replacementLength: word.count, candidates: candidates.filter { $0.text.hasPrefix(word) })
    }
}
