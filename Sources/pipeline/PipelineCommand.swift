// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import PipelineAnswers
internal import PipelineArguments
internal import PipelineConsole
internal import PipelineCore
internal import PipelineService
internal import PipelineShell
internal import PipelineStore

/// The program: reads its options and runs a session.
@main
struct PipelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline",
        abstract: "Track training costs and notifications.",
        usage: "pipeline [OPTIONS] [COMMAND …]",
        discussion: """
            Runs COMMAND, or the commands given with -c and -f. Without any, opens a prompt if standard input is a \
            terminal, and otherwise runs the commands that it reads there. 'pipeline help' lists the commands.
            """,
        version: ProgramVersion.current
    )

    @OptionGroup var store: StoreArguments

    @Flag(help: "Open the store without locking or changing it, even while it is in use.")
    var readOnly = false

    @Option(
        help: ArgumentHelp("Log in as this user: a UUID, an e-mail address, or a prefix of either.", valueName: "user")
    )
    var user: String?

    @Option(help: "How to print answers.")
    var format = AnswerFormat.table

    @Option(name: .customShort("c"), help: ArgumentHelp("Run this command; may be repeated.", valueName: "command"))
    var commands: [String] = []

    @Option(
        name: .customShort("f"),
        help: ArgumentHelp("Run the commands in this file; may be repeated.", valueName: "file"),
        completion: .file()
    )
    var files: [String] = []

    @Flag(help: "Stop at the first command that fails.")
    var bail = false

    @Flag(help: "Print each command before its answer.")
    var echo = false

    @Flag(help: "Do not save the commands typed at the prompt.")
    var noHistory = false

    @Option(help: "When to color output.")
    var color: ConsoleOptions.Color = .auto

    func validate() throws {
        guard !(store.memory && readOnly) else {
            throw ValidationError("--memory and --read-only cannot be used together.")
        }
    }

    static func main() async {
        StandardStream.fillClosedStreams()
        let console: Console
        do {
            let arguments = ProgramArguments(Array(CommandLine.arguments.dropFirst()))
            let parsed = try parse(arguments.options)
            console = Console(try parsed.options(command: arguments.command))
        } catch {
            let message = fullMessage(for: error)
            guard exitCode(for: error) == .success else {
                StandardStream.error.write(message + "\n")
                terminate(ExitStatus.usage)
            }
            StandardStream.output.write(message + "\n")
            terminate(ExitStatus.success)
        }
        terminate(await console.run())
    }

    private static func terminate(_ status: Int32) -> Never {
        var status = status
        if let failure = StandardStream.failure {
            StandardStream.error.write("pipeline: \(failure)\n")
            status = max(status, ExitStatus.failure)
        }
        exit(withError: status == 0 ? nil : ExitCode(status))
    }

    private func options(command: [String]) throws -> ConsoleOptions {
        guard command.isEmpty || (commands.isEmpty && files.isEmpty) else {
            throw ValidationError("A command cannot be used together with -c or -f.")
        }
        var options = ConsoleOptions()
        options.directory = store.directory
        options.files = StoreFilesOptions(fsync: store.fsync, keep: store.keep, readOnly: readOnly)
        options.snapshotInterval = store.snapshotInterval
        options.now = try store.fixedTime()
        options.user = user
        options.format = format
        options.color = color
        options.stopsAtFailure = bail
        options.echoes = echo
        options.keepsHistory = !noHistory
        options.arguments = command
        options.commands = commands
        options.commandFiles = files
        return options
    }
}

extension AnswerFormat: ExpressibleByArgument {
    /// The format of that name; nil if there is none.
    public init?(argument: String) { self.init(named: argument) }

    /// The name of the format.
    public var defaultValueDescription: String { name }

    /// The names of all formats.
    public static var allValueStrings: [String] { all.map(\.name) }
}

extension ConsoleOptions.Color: ExpressibleByArgument {}
