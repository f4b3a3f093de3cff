// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineCore
internal import PipelineShell

/// A command of a script that was parsed, and is still to be carried out.
struct ScriptStep: Sendable {
    /// Where the command stands and what its text is.
    let command: ScriptCommand
    /// What the text spells: nil where that is nothing, or why it cannot be taken.
    let parsed: Result<ParsedCommand?, CommandError>

    /// Parses a command.
    init(_ command: ScriptCommand) {
        self.command = command
        switch command.content {
        case .failure(let error): parsed = .failure(CommandError(error))
        case .success(let bytes):
            do throws(CommandError) {
                parsed = .success(try Grammar.pipeline.parse(bytes))
            } catch {
                parsed = .failure(error)
            }
        }
    }

    /// Whether the command reads the rest of standard input itself.
    var readsStandardInput: Bool {
        guard case .success(let parsed?) = parsed else { return false }
        return parsed.command == .importFile && parsed.operands.count > 1
            && StandardFile.isInput(parsed.operands[1].text)
    }
}
