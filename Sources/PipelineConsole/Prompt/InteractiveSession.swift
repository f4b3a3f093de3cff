// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import LineEditing
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineShell
internal import PipelineStore

/// A session at a prompt: lines come from the editor, each answer is written before the next prompt.
struct InteractiveSession {
    private let editor: LineEditor
    private let completion: PromptCompletion
    private let interruption: Interruption
    private let text: PromptLabels
    /// What the completion and the right prompt were made of, as far as it can change.
    private var seen: Seen?
    private var status = ""

    /// Marks that tell whether the words of the moment are still the right ones.
    private struct Seen: Equatable {
        var sequence: UInt64
        var user: UserID?
    }

    init(editor: LineEditor, completion: PromptCompletion, interruption: Interruption, color: ColorMode) {
        self.editor = editor
        self.completion = completion
        self.interruption = interruption
        text = PromptLabels(color: color)
    }

    /// Reads and carries out commands until the session ends.
    mutating func run(_ runner: CommandRunner) async throws(LineEditorError) -> CommandRunner {
        var runner = runner
        var splitter = CommandLineSplitter()
        var typed: [String] = []
        while interruption.endingSignal == nil {
            let event = try await readLine(runner, after: typed)
            guard case .line(let line) = event else {
                guard event == .interrupted else {
                    interruption.noteEndOfInput()
                    break
                }
                splitter = CommandLineSplitter()
                typed = []
                runner.forgetCorrection()
                continue
            }
            typed.append(line)
            splitter.feed(Array((line + "\n").utf8))
            runner.forgetCorrection()
            let flow = await carryOut(&splitter, &runner)
            if splitter.isContinuing { continue }
            editor.remember(typed.joined(separator: "\n"))
            typed = []
            splitter = CommandLineSplitter()
            guard case .goOn = flow else { break }
        }
        return runner
    }

    /// Reads a line under the prompt of the moment; `typed` are the lines that it goes on from.
    private mutating func readLine(
        _ runner: CommandRunner,
        after typed: [String]
    ) async throws(LineEditorError) -> LineEvent {
        completion.continueLines(typed)
        guard typed.isEmpty else { return try await editor.readLine(prompt: PromptLabels.continuation) }
        await refresh(runner.evaluator)
        return try await editor.readLine(
            prompt: text.prompt(userName: runner.evaluator.session.userName),
            rightPrompt: status,
            initialText: runner.correction ?? ""
        )
    }

    /// Gathers the words that Tab offers and the text at the right margin, if they may have changed.
    private mutating func refresh(_ evaluator: Evaluator) async {
        let state = await evaluator.service.store.view.value
        let user = evaluator.session.user
        let now = evaluator.service.clock.now
        status = text.status(of: state, user: user, now: now, columns: Terminal.standardOutput.columns)
        let current = Seen(sequence: state.sequence, user: user)
        guard seen != current else { return }
        seen = current
        completion.update(CompletionVocabulary(of: state, user: user))
    }

    private func carryOut(
        _ splitter: inout CommandLineSplitter,
        _ runner: inout CommandRunner
    ) async -> CommandRunner.Flow {
        while let command = splitter.next() {
            let before = runner
            let (after, flow) = await interruption.stoppable {
                var runner = before
                let flow = await runner.run(ScriptStep(command), from: nil)
                return (runner, flow)
            }
            runner = after
            guard case .goOn = flow else { return flow }
        }
        return .goOn
    }
}
