// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineShell
internal import PipelineStore

/// A session of one of the two commands that work on a store without opening it: `check` and `repair`.
struct InspectionSession {
    private let command: ParsedCommand
    private let defaultDirectory: String

    /// Takes the command if it is one of the two.
    init?(_ command: ParsedCommand?, defaultDirectory: String?) {
        guard let command, command.command == .check || command.command == .repair else { return nil }
        self.command = command
        self.defaultDirectory = defaultDirectory ?? ""
    }

    /// Carries the command out and returns the program's exit status.
    func run(_ format: AnswerFormat, _ style: RenderingStyle) async -> Int32 {
        do throws(StoreError) {
            let (answer, status) = try await answer()
            var writer = ByteWriter()
            _ = format.write(.sheet(answer), style: style, to: &writer, length: .max)
            _ = writer.withBytes { StandardStream.output.write($0) }
            return status
        } catch {
            let report = ErrorReport(error, location: CommandPlace(source: "pipeline"))
            report.stream(format).write(report.text(format))
            return ExitStatus.store
        }
    }

    private func answer() async throws(StoreError) -> (Sheet, Int32) {
        if command.command == .check {
            let check = try await StoreInspection.check(command.operands.first?.text ?? defaultDirectory)
            return (.checked(check), check.isSound ? ExitStatus.success : ExitStatus.failure)
        }
        let directory = command.operands.first?.text ?? ""
        let report = try await StoreInspection.repair(directory, to: command[.to]?.text ?? "")
        return (.repaired(report), ExitStatus.success)
    }
}
