// SPDX-License-Identifier: MIT

internal import LineEditing
internal import PipelineCore
internal import PipelineService
internal import PipelineShell

/// A session at a prompt: lines come from the editor, each answer is written before the next prompt.
struct InteractiveSession {
    private let editor: LineEditor
    private let interruption: Interruption

    init(editor: LineEditor, interruption: Interruption) {
        self.editor = editor
        self.interruption = interruption
    }

    /// Reads and carries out commands until the session ends.
    func run(_ runner: CommandRunner) async throws(LineEditorError) -> CommandRunner {
        var runner = runner
        var splitter = CommandLineSplitter()
        var typed: [String] = []
        while interruption.endingSignal == nil {
            let prompt = splitter.isContinuing ? Self.continuationPrompt : Self.prompt(runner.evaluator.session)
            let event = try await editor.readLine(prompt: prompt, initialText: runner.correction ?? "")
            guard case .line(let line) = event else {
                if event != .interrupted { break }
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

    private func carryOut(
        _ splitter: inout CommandLineSplitter,
        _ runner: inout CommandRunner
    ) async -> CommandRunner.Flow {
        while let command = splitter.next() {
            let before = runner
            let (after, flow) = await interruption.stoppable {
                var runner = before
                let flow = await runner.run(command, from: nil)
                return (runner, flow)
            }
            runner = after
            guard case .goOn = flow else { return flow }
        }
        return .goOn
    }

    private static let continuationPrompt = "       ...> "

    /// The prompt, which shows the user.
    private static func prompt(_ session: ShellSession) -> String {
        guard let name = session.userName else { return "pipeline> " }
        return "pipeline (\(safeForTerminal(name)))> "
    }
}
