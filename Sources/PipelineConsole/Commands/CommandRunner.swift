// SPDX-License-Identifier: MIT

internal import CommandLanguage
internal import LineEditing
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService
internal import PipelineShell
internal import PipelineStore
internal import TerminalText

/// Carries out commands one after the other: parse, evaluate, render, queue the answer.
struct CommandRunner: Sendable {
    /// What comes after a command.
    enum Flow: Sendable {
        /// The next command.
        case goOn
        /// The end of the session.
        case quit
        /// The end of the session, since its reader is gone.
        case brokenPipe
    }

    var evaluator: Evaluator
    private var output: OutputQueue
    /// How the terminal wants text; its width is followed.
    private var style: RenderingStyle
    private let stopsAtFailure: Bool
    private let echoes: Bool
    /// Whether a person is at the prompt: answers come at once, errors with a pointer.
    let isInteractive: Bool
    let interruption: Interruption
    private let progress: ProgressLine
    private let screen = AnswerScreen()
    /// The time in which an answer was read in a pager.
    private var readingTime = Duration.zero
    /// Whether a command is being repeated.
    private var isWatching = false
    /// The number of commands that failed.
    private(set) var failureCount = 0
    /// The failed command as it should have been, if one spelling is near enough.
    private(set) var correction: String?
    /// The text of the command that was typed last, for errors to point into.
    private var typed: ArraySlice<UInt8> = []

    init(
        evaluator: Evaluator,
        output: OutputQueue,
        style: RenderingStyle,
        options: ConsoleOptions,
        isInteractive: Bool,
        interruption: Interruption,
        progress: ProgressLine
    ) {
        self.evaluator = evaluator
        self.output = output
        self.style = style
        stopsAtFailure = options.stopsAtFailure
        echoes = options.echoes
        self.isInteractive = isInteractive
        self.interruption = interruption
        self.progress = progress
    }

    /// Carries out a command of a script or a prompt.
    ///
    /// - Parameters:
    ///   - step: The command.
    ///   - source: The name of the file that it stands in, nil at a prompt.
    ///   - depth: How many files deep the command stands.
    /// - Returns: What comes after it.
    mutating func run(_ step: ScriptStep, from source: String?, depth: Int = 0) async -> Flow {
        let location = source.map { CommandPlace(source: $0, line: step.command.line) }
        correction = nil
        typed = []
        guard case .success(let bytes) = step.command.content else {
            if case .failure(let error) = step.parsed { return await fail(error.error, location: location) }
            return .goOn
        }
        echo(bytes)
        if isInteractive, source == nil { typed = bytes }
        switch step.parsed {
        case .success(let command?): return await run(command, location: location, depth: depth)
        case .success(nil): return .goOn
        case .failure(let error): return await fail(error, in: bytes, location: location)
        }
    }

    /// Carries out a command that was parsed.
    mutating func run(_ command: ParsedCommand, location: CommandPlace?, depth: Int = 0) async -> Flow {
        let start = showsTiming ? ContinuousClock.now : nil
        readingTime = .zero
        let outcome: Outcome
        do throws(StoreError) {
            if evaluator.writesStandardOutput(command) {
                let flow = await flush()
                if case .goOn = flow {} else { return flow }
            }
            outcome = try await evaluate(command)
            progress.clear()
        } catch {
            progress.clear()
            // A sink gives up once its reader is gone; a command that was stopped says so.
            let isUnread = error.code == .cancelled && !Task.isCancelled && evaluator.writesStandardOutput(command)
            let caret = isUnread ? [] : caret(for: error, in: command)
            return isUnread ? .brokenPipe : await fail(error, location: location, caret: caret)
        }
        switch outcome {
        case .quit: return .quit
        case .written: return .goOn
        case .source(let path): return await runFile(path, location: location, depth: depth + 1)
        case .watch(let interval, let nested):
            return await watch(nested, every: interval, location: location, depth: depth)
        case .reply(let reply):
            let flow = await answer(reply, to: command, location: location)
            if let start { showTiming(start.duration(to: .now) - readingTime) }
            if isInteractive, case .goOn = flow { return await flush() }
            return flow
        }
    }

    private mutating func evaluate(_ command: ParsedCommand) async throws(StoreError) -> Outcome {
        // Between two lines the terminal shows nothing of what is typed, but for a command that reads it.
        let modes =
            isInteractive && evaluator.readsStandardInput(command) ? TerminalModes(of: .standardInput) : nil
        modes?.showingLines.apply(to: .standardInput)
        defer { modes?.apply(to: .standardInput) }
        return try await evaluator.evaluate(command)
    }

    private mutating func answer(_ reply: Reply, to command: ParsedCommand, location: CommandPlace?) async -> Flow {
        if isInteractive { style.width = Terminal.standardOutput.columns ?? style.width }
        let format = evaluator.session.format
        var writer = ByteWriter()
        let rest = format.write(reply.value, style: style, to: &writer, length: Self.longAnswer)
        if rest != nil || canPage && screen.isTooSmall(for: writer) {
            return await stream(writer.bytes, rest, receipt: reply.receipt, location: location)
        }
        writer = screen.fit(writer, format)
        if isWatching, screen.isTerminal { writer = screen.cut(writer, leaving: 2) }
        let refusal = OutputQueue.Refusal(format: format, location: location)
        output.append(writer, receipt: reply.receipt, refusal: refusal)
        return output.isFull || isInteractive ? await flush() : .goOn
    }

    /// The length in bytes of an answer that is written while it is made.
    private static let longAnswer = 1 << 20

    /// Repeats a command until it fails, its reader is gone or the task is stopped.
    private mutating func watch(
        _ command: ParsedCommand,
        every interval: Duration,
        location: CommandPlace?,
        depth: Int
    ) async -> Flow {
        let clears = isInteractive && screen.isTerminal && !Terminal.isDumb
        isWatching = isInteractive
        defer { isWatching = false }
        var isFirst = true
        while !Task.isCancelled, interruption.endingSignal == nil {
            let failures = failureCount
            if clears, !isFirst { output.append("\u{1b}[H\u{1b}[2J", to: .output) }
            isFirst = false
            var flow = await run(command, location: location, depth: depth)
            if case .goOn = flow { flow = await flush() }
            guard case .goOn = flow, failureCount == failures else { return flow }
            guard (try? await Task.sleep(for: interval)) != nil else { break }
        }
        return .goOn
    }

    /// Forgets the correction, which was offered.
    mutating func forgetCorrection() {
        correction = nil
    }

    /// Waits for the flush that covers the answers so far, and writes them.
    mutating func flush() async -> Flow {
        switch await output.flush() {
        case .brokenPipe: return .brokenPipe
        case .written(let refused):
            failureCount += refused
            return refused > 0 && stopsAtFailure ? .quit : .goOn
        }
    }
}

// MARK: - Answers that are long, or taller than the terminal

extension CommandRunner {
    /// Whether answers are for a person at a terminal who can turn pages.
    private var canPage: Bool {
        isInteractive && screen.isTerminal && !isWatching && evaluator.session.format.isForPeople
    }

    /// Writes an answer that is long, or taller than the terminal, as it is made: through the pager if there is one.
    ///
    /// - Parameters:
    ///   - beginning: The bytes that are there already.
    ///   - rest: What makes the others; nil if there are none.
    ///   - receipt: What has to be on disk before.
    ///   - location: Where the command stands.
    /// - Returns: What comes after the command.
    private mutating func stream(
        _ beginning: [UInt8],
        _ rest: AnswerWriter?,
        receipt: Receipt?,
        location: CommandPlace?
    ) async -> Flow {
        let flow = await flush()
        guard case .goOn = flow else { return flow }
        let format = evaluator.session.format
        do throws(StoreError) {
            if let receipt { try await evaluator.service.store.flushed(receipt) }
            if canPage, let pager = Pager()?.start() {
                let status = await paging(pager) { (try? await $0.write(beginning, rest, format)) ?? 0 }
                if status != PagerProcess.missingStatus { return .goOn }
            }
            _ = try await AnswerStream(pager: nil, screen: screen).write(beginning, rest, format)
            return .goOn
        } catch {
            guard error.code == .cancelled else { return await fail(error, location: location) }
            return Task.isCancelled && isInteractive ? .goOn : .brokenPipe
        }
    }

    /// Runs `body` while a pager has the terminal; the time that it takes is the reader's, not the command's.
    private mutating func paging(
        _ pager: PagerProcess,
        _ body: (AnswerStream) async -> Int32
    ) async -> Int32 {
        let start = ContinuousClock.now
        interruption.attach(pager)
        let status = await body(AnswerStream(pager: pager, screen: screen))
        interruption.attach(nil as PagerProcess?)
        readingTime += start.duration(to: .now)
        return status
    }
}

// MARK: - Errors and times

extension CommandRunner {
    /// Shows an error and says what comes after it.
    mutating func fail(_ error: StoreError, location: CommandPlace?, caret: [String] = []) async -> Flow {
        failureCount += 1
        let report = ErrorReport(error, location: location, caret: caret)
        let format = evaluator.session.format
        let stream = report.stream(format)
        let width = isInteractive ? Terminal.standardOutput.columns : nil
        let text = report.text(format, color: style.color, width: width)
        output.append(stream == .output ? screen.fit(text, format) : text, to: stream)
        if stopsAtFailure { return .quit }
        return isInteractive || output.isFull ? await flush() : .goOn
    }

    /// Shows an error in the text of a command: at a prompt with a pointer to its place.
    private mutating func fail(
        _ error: CommandError,
        in bytes: ArraySlice<UInt8>,
        location: CommandPlace?
    ) async -> Flow {
        var caret: [String] = []
        if let range = error.range, isInteractive, evaluator.session.format.isForPeople {
            caret = pointer(to: range, in: bytes)
            if evaluator.session.offersCorrections { correction = error.corrected(bytes) }
        }
        return await fail(error.error, location: location, caret: caret)
    }

    /// The lines that point at the value of the option that an error is about, at a prompt.
    private func caret(for error: StoreError, in command: ParsedCommand) -> [String] {
        guard !typed.isEmpty, evaluator.session.format.isForPeople, case .invalid(let name) = error.code,
            let option = OptionName(parameter: name), let value = command[option]
        else { return [] }
        return pointer(to: value.range, in: typed)
    }

    private func pointer(to range: Range<Int>, in bytes: ArraySlice<UInt8>) -> [String] {
        let width = Terminal.standardOutput.columns
        return Caret.lines(under: range, in: String(decoding: bytes, as: UTF8.self), width: width)
            .map { $0.rendered(style.color) }
    }

    private mutating func echo(_ bytes: ArraySlice<UInt8>) {
        guard echoes else { return }
        let stream: StandardStream = evaluator.session.format.isForPeople ? .output : .error
        output.append(safeForTerminal(String(decoding: bytes, as: UTF8.self)) + "\n", to: stream)
    }

    /// Whether somebody may want to know how long a command took.
    private var showsTiming: Bool { isInteractive || evaluator.session.showsTiming }

    /// Shows how long a command took, if that is asked for or somebody waited for it at the prompt.
    private mutating func showTiming(_ duration: Duration) {
        let wasLong = isInteractive && !isWatching && duration > Self.patience
        guard evaluator.session.showsTiming || wasLong else { return }
        let stream: StandardStream = evaluator.session.format.isForPeople ? .output : .error
        output.append(
            StyledText("Time: \(Readable.duration(duration))", .dim).rendered(style.color) + "\n",
            to: stream
        )
    }

    /// The time from which a command's time is shown at the prompt unasked.
    private static let patience = Duration.milliseconds(500)
}
