// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineCore
internal import PipelineShell

/// Reads a script piece by piece and parses its commands: all that can be done before they are carried out.
struct ScriptReader: Sendable {
    /// The commands of a piece.
    struct Batch: Sendable {
        /// The commands in order; none behind one that reads the rest of standard input itself.
        var steps: [ScriptStep] = []
        /// Whether so much was read that more is likely to be there: worth reading ahead.
        var isLong = false
        /// Whether the last command reads the rest of standard input itself: nothing may be read before it has.
        var endsInStandardInput = false
    }

    private let input: ScriptInput
    private var splitter = CommandLineSplitter()
    private var isAtEnd = false

    /// The length in bytes from which a piece is long.
    private static let longPiece = 16_384

    init(_ input: ScriptInput) {
        self.input = input
    }

    /// The commands of the next piece; nil if the script is at its end.
    ///
    /// Waits if there is nothing to read.
    ///
    /// - Throws: `StoreError` of kind invalid that names the file and the system's reason.
    mutating func next() async throws(StoreError) -> Batch? {
        guard !isAtEnd else { return nil }
        let bytes = try await input.read()
        isAtEnd = bytes.isEmpty
        if isAtEnd { splitter.finish() } else { splitter.feed(bytes) }
        var batch = Batch(isLong: bytes.count >= Self.longPiece)
        while !batch.endsInStandardInput, let command = splitter.next() {
            let step = ScriptStep(command)
            batch.endsInStandardInput = step.readsStandardInput
            batch.steps.append(step)
        }
        // That command finds what stands behind it; the rest is read on after it.
        if batch.endsInStandardInput { input.giveBack(splitter.takeRest()) }
        return batch
    }

    /// The next piece, and the reader behind it; for another task.
    static func ahead(_ reader: ScriptReader?) async -> Result<(batch: Batch?, reader: ScriptReader), StoreError>? {
        guard var reader else { return nil }
        do throws(StoreError) {
            let batch = try await reader.next()
            return .success((batch, reader))
        } catch {
            return .failure(error)
        }
    }
}

/// A command of a script that was parsed, and is still to be carried out.
struct ScriptStep: Sendable {
    /// Where the command stands and what its text is.
    let command: ScriptCommand
    /// The command that the text spells, nil if it is blank, or why it cannot be taken.
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
