// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import LineEditing
internal import PipelineShell
internal import Synchronization
internal import TerminalText

/// What the Tab key asks: the grammar, with the words of the moment.
///
/// The editor's thread asks, the session tells it what there is; both under one lock.
final class PromptCompletion: Sendable {
    private struct State {
        var vocabulary = CompletionVocabulary()
        /// The lines of the command above the one that is edited, with their ends.
        var linesBefore = ""
    }

    private let state = Mutex(State())

    /// Takes the words that are offered from now on.
    func update(_ vocabulary: CompletionVocabulary) {
        state.withLock { $0.vocabulary = vocabulary }
    }

    /// Takes the lines that the next one goes on from.
    func continueLines(_ lines: [String]) {
        state.withLock { $0.linesBefore = lines.map { $0 + "\n" }.joined() }
    }

    /// Returns what may stand at the end of the text before the cursor.
    func complete(_ text: String) -> Completion {
        let (vocabulary, linesBefore) = state.withLock { ($0.vocabulary, $0.linesBefore) }
        let completion = Grammar.pipeline.completion(of: linesBefore + text, vocabulary: vocabulary)
        let scalars = text.unicodeScalars
        // A word that begins in an earlier line cannot be replaced any more.
        guard completion.scalarCount <= scalars.count else { return .none }
        let word = String(String.UnicodeScalarView(scalars.suffix(completion.scalarCount)))
        // The editor counts characters; a word may begin with a mark that joins the space before it.
        guard String(text.suffix(word.count)).unicodeScalars.count == completion.scalarCount else { return .none }
        return Completion(
            replacementLength: word.count,
            candidates: Self.candidates(completion.candidates)
        )
    }

    /// Candidates, with what they mean beside them in one column, if all fit the screen or say nothing without it.
    private static func candidates(
        _ candidates: [CommandCompletion.Candidate]
    ) -> [Completion.Candidate] {
        let labels = candidates.map { safeForTerminal($0.label) }
        let width = labels.map { DisplayWidth.of($0) }.max() ?? 0
        let rows = max(4, (Terminal.standardOutput.rows ?? 24) - rowsAround)
        let columns = Terminal.standardOutput.columns ?? 80
        let isExplained =
            candidates.count <= rows
            ? candidates.contains { $0.summary != nil } : candidates.allSatisfy { $0.summary != nil }
        return zip(candidates, labels)
            .map { candidate, label in
                var display = label
                if isExplained {
                    display += String(repeating: " ", count: width - DisplayWidth.of(label) + 2)
                    display += safeForTerminal(candidate.summary ?? "")
                    // More than half a row leaves no room for a second column.
                    display += String(repeating: " ", count: max(0, columns / 2 + 1 - DisplayWidth.of(display)))
                }
                return Completion.Candidate(
                    candidate.text,
                    display: display,
                    isFollowedBySpace: candidate.endsWord
                )
            }
    }

    /// The rows of the screen that a list leaves free.
    private static let rowsAround = 3
}
