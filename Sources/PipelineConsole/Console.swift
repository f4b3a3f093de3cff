// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import LineEditing
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineShell
package import PipelineStore
internal import TerminalText

/// A session of the program: opens the store, carries out what it is told, closes the store.
package struct Console: Sendable {
    private let options: ConsoleOptions
    private let interruption = Interruption()
    private let messages = MessageBoard()
    private let completion = PromptCompletion()

    /// Makes a session.
    package init(_ options: ConsoleOptions) {
        self.options = options
    }

    /// Runs the session and returns the program's exit status.
    ///
    /// It runs on the pool, never on the main actor, from which every crossing to the store takes a thread's time.
    @concurrent
    package func run() async -> Int32 {
        let inputs: [(name: String, input: ScriptInput)]
        do throws(StoreError) {
            inputs = try openCommandFiles()
        } catch {
            Self.complain(error)
            return ExitStatus.usage
        }
        let inspection = InspectionSession(
            try? Grammar.pipeline.parse(arguments: options.arguments),
            defaultDirectory: options.directory
        )
        if let inspection { return await inspection.run(options.format, style) }
        let signals = await interruption.listen()
        defer { signals.cancel() }
        let store: LedgerStore
        do throws(StoreError) {
            store = try await openStore()
        } catch {
            Self.complain(error)
            return ExitStatus.store
        }
        let snapshots = Task {
            let schedule = SnapshotSchedule(interval: options.snapshotInterval)
            await schedule.run(on: store) { messages.post(Self.complaint($0)) }
        }
        var status = await runSession(on: store, inputs)
        snapshots.cancel()
        do throws(StoreError) {
            try await store.close()
        } catch {
            Self.complain(error)
            status = max(status, ExitStatus.failure)
        }
        if let signal = interruption.endingSignal { return 128 + signal }
        return status
    }

    /// Runs a session at the prompt, or on standard input, on a store that the caller opened and closes.
    ///
    /// SIGHUP is left to whoever serves others from the store.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - isWanted: Called once every signal that ends the session is caught; the session begins if it returns true.
    /// - Returns: The exit status of a program that did nothing else.
    @concurrent
    package func run(on store: LedgerStore, where isWanted: @Sendable () async -> Bool) async -> Int32 {
        let signals = await interruption.listen(endsWithTerminal: false)
        defer { signals.cancel() }
        guard await isWanted() else { return ExitStatus.success }
        return await runSession(on: store, [])
    }

    private func openCommandFiles() throws(StoreError) -> [(name: String, input: ScriptInput)] {
        var inputs: [(name: String, input: ScriptInput)] = []
        for path in options.commandFiles {
            inputs.append((path, try ScriptInput(path: path)))
        }
        return inputs
    }

    private func openStore() async throws(StoreError) -> LedgerStore {
        guard let directory = options.directory else { return LedgerStore() }
        let progress = ProgressLine(isEnabled: true)
        var files = options.files
        files.progress = { progress.update("opening", Int(clamping: $0), Int(clamping: $1)) }
        defer { progress.clear() }
        let (store, report) = try await LedgerStore.open(at: directory, options: files)
        for notice in report.notices { StandardStream.error.write("pipeline: \(safeForTerminal(notice))\n") }
        return store
    }

    /// The file that keeps the history of the prompt; nil without a place for it, or if that is in a store's directory.
    private func historyFile(outside store: String?) -> HistoryFile? {
        guard let path = HistoryLocation.path else { return nil }
        guard let directory = StorePlace.directory(holding: path, openStore: store) else {
            return HistoryFile(path: path)
        }
        StandardStream.error.write("pipeline: \(path) is in the store's directory \(directory); no history is kept.\n")
        return nil
    }

    private func runSession(on store: LedgerStore, _ inputs: [(name: String, input: ScriptInput)]) async -> Int32 {
        let isInteractive =
            options.arguments.isEmpty && options.commands.isEmpty && options.commandFiles.isEmpty
            && Terminal.standardInput.isTerminal && Terminal.standardOutput.isTerminal
        let progress = ProgressLine(isEnabled: true)
        let standardInput = ScriptInput()
        var editor: LineEditor?
        if isInteractive {
            do throws(LineEditorError) {
                let file = options.keepsHistory ? historyFile(outside: store.directory) : nil
                let configuration = LineEditor.Configuration(historyFile: file) { [completion] in
                    completion.complete($0)
                }
                editor = try await LineEditor(configuration)
            } catch {
                StandardStream.error.write("pipeline: \(error.details)\n")
            }
        }
        let history = editor
        let environment = ShellEnvironment(
            standardInput: { StandardInputSource(input: standardInput) },
            standardOutput: { StandardOutputSink() },
            isStandardInput: { StandardFile.isInput($0) },
            isStandardOutput: { StandardFile.isOutput($0) },
            history: { history?.history ?? [] },
            progress: { progress.update($0, $1, $2) }
        )
        let clock = options.now.map { WallClock.fixed(at: $0) } ?? .system
        var runner = CommandRunner(
            evaluator: Evaluator(
                service: LedgerService(store: store, clock: clock),
                environment: environment,
                session: ShellSession(format: options.format)
            ),
            output: OutputQueue(store: store),
            style: style,
            options: options,
            isInteractive: isInteractive,
            interruption: interruption,
            progress: progress
        )
        if let user = options.user {
            do throws(StoreError) {
                try await runner.evaluator.login(as: user)
            } catch {
                Self.complain(error)
                await editor?.close()
                return ExitStatus.usage
            }
        }
        messages.attach(editor)
        let status = await run(&runner, editor, standardInput, inputs)
        messages.attach(nil)
        await editor?.close()
        return status
    }

    /// Carries out what the options say, or what comes from the prompt or standard input.
    private func run(
        _ runner: inout CommandRunner,
        _ editor: LineEditor?,
        _ standardInput: ScriptInput,
        _ inputs: [(name: String, input: ScriptInput)]
    ) async -> Int32 {
        if let editor {
            interruption.attach(editor)
            StandardStream.output.write("pipeline \(ProgramVersion.current). Type 'help' for help, Ctrl-D to quit.\n")
            do throws(LineEditorError) {
                var session = InteractiveSession(
                    editor: editor,
                    completion: completion,
                    interruption: interruption,
                    color: style.color
                )
                runner = try await session.run(runner)
            } catch {
                StandardStream.error.write("pipeline: \(error.details)\n")
                return ExitStatus.failure
            }
            return ExitStatus.success
        }
        let before = runner
        runner = await interruption.stoppable {
            var runner = before
            let flow = await runScripts(&runner, standardInput, inputs)
            if case .brokenPipe = flow {} else { _ = await runner.flush() }
            return runner
        }
        return runner.failureCount > 0 ? ExitStatus.failure : ExitStatus.success
    }

    private func runScripts(
        _ runner: inout CommandRunner,
        _ standardInput: ScriptInput,
        _ inputs: [(name: String, input: ScriptInput)]
    ) async -> CommandRunner.Flow {
        if !options.arguments.isEmpty { return await runArguments(&runner) }
        for command in options.commands {
            let flow = await runner.run(text: command, name: "-c")
            guard case .goOn = flow else { return flow }
        }
        let scripts = inputs.isEmpty && options.commands.isEmpty ? [(name: "stdin", input: standardInput)] : inputs
        for (name, input) in scripts {
            do throws(StoreError) {
                let flow = try await runner.run(input, name: name)
                guard case .goOn = flow else { return flow }
            } catch {
                _ = await runner.fail(error, location: nil)
            }
        }
        return .goOn
    }

    private func runArguments(_ runner: inout CommandRunner) async -> CommandRunner.Flow {
        do throws(CommandError) {
            guard let command = try Grammar.pipeline.parse(arguments: options.arguments) else { return .goOn }
            return await runner.run(command, location: CommandPlace(source: "pipeline"))
        } catch {
            return await runner.fail(error.error, location: CommandPlace(source: "pipeline"))
        }
    }

    private var style: RenderingStyle {
        let output = Terminal.standardOutput
        let isColored =
            switch options.color {
            case .always: true
            case .never: false
            case .auto: output.isTerminal && Environment.allowsColor
            }
        let isUTF8 = !output.isTerminal || Terminal.isUTF8
        return RenderingStyle(width: output.columns, color: isColored ? .ansi : .plain, ink: isUTF8 ? .blocks : .ascii)
    }

    private static func complain(_ error: StoreError) {
        StandardStream.error.write(complaint(error) + "\n")
    }

    private static func complaint(_ error: StoreError) -> String {
        "pipeline: \(error.title): \(safeForTerminal(error.details))"
    }
}
