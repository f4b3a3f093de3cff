// SPDX-License-Identifier: MIT

/// A line editor at a terminal: emacs and vi keys, history, completion, and messages above the line.
///
/// One thread of its own owns everything that libedit keeps; this handle only passes requests to it, so it can be used
/// from any task, thread or signal source.
///
/// ```swift
/// let editor = try await LineEditor(LineEditor.Configuration())
/// while case .line(let text) = try await editor.readLine(prompt: "> ") {
///     editor.remember(text)
/// }
/// await editor.close()
/// ```
package final class LineEditor: Sendable {
    private let mailbox: Mailbox

    /// Starts an editor and returns once it is ready: the history is loaded, `~/.editrc` is read.
    ///
    /// The process's character set (`LC_CTYPE`) is set from the environment, or to a UTF-8 one if that names none.
    ///
    /// - Throws: `notATerminal` if input or output is not a terminal, `cannotStart` if memory, descriptors or threads are
    ///   short. A history that cannot be read is not a failure: a message above the first prompt says so.
    package init(_ configuration: Configuration) async throws(LineEditorError) {
        guard configuration.input.isTerminal, configuration.output.isTerminal else {
            throw LineEditorError(.notATerminal, "Lines can only be edited at a terminal.")
        }
        Terminal.prepareCharacterSet()
        mailbox = Mailbox(
            wakePipe: try WakePipe(),
            history: HistoryList(limit: configuration.historyLimit)
        )
        try await EditorThread.start(mailbox, configuration)
    }

    deinit {
        mailbox.close()
    }

    /// Reads one line.
    ///
    /// Prompts may carry colours, as SGR escapes (`ESC [ … m`); other control characters in them are made visible.
    /// Cancelling the task that waits drops the line, as Ctrl-C does. The line is not remembered by itself: call
    /// ``remember(_:)`` with what a person would want to recall, which may be several lines joined.
    ///
    /// - Parameters:
    ///   - prompt: The text before the line.
    ///   - rightPrompt: The text at the right margin, shown while the line leaves room for it.
    ///   - initialText: The text that stands in the line already, to be edited.
    /// - Returns: The line, or why there is none.
    /// - Throws: `busy` if another line is being read, `closed` after ``close()``.
    package func readLine(
        prompt: String,
        rightPrompt: String = "",
        initialText: String = ""
    ) async throws(LineEditorError) -> LineEvent {
        let mailbox = mailbox
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                mailbox.ask(
                    Mailbox.Request(
                        prompt: PromptText(prompt),
                        rightPrompt: PromptText(rightPrompt),
                        initialText: initialText,
                        continuation: continuation
                    )
                )
                // The handler may have run before the request was there.
                if Task.isCancelled { mailbox.interrupt() }
            }
        } onCancel: {
            mailbox.interrupt()
        }
        return try result.get()
    }

    /// Writes a message above the line that is being edited, or at once if there is none.
    ///
    /// The message is written as it is; text from outside must have been made safe for a terminal before.
    package func post(_ message: String) {
        mailbox.post(message)
    }

    /// Drops the line that is being edited, as Ctrl-C does, and what was typed ahead.
    ///
    /// - Returns: Whether a line was being read.
    @discardableResult
    package func interrupt() -> Bool {
        mailbox.interrupt()
    }

    /// Tells, once, whether ``interrupt()`` was called since the last line was read: what the line asked for has been
    /// dropped before it began.
    package func takeInterruption() -> Bool {
        mailbox.takeInterruption()
    }

    /// Leaves the line that is being edited; every later one ends with ``LineEvent/terminated`` at once.
    package func terminate() {
        mailbox.change { $0.isTerminated = true }
    }

    /// Draws the line again for the window's size, as SIGWINCH asks for.
    package func windowChanged() {
        mailbox.change { $0.hasWindowChanged = true }
    }

    /// Gives the terminal back, stops the process as Ctrl-Z does by default, and draws the line again when continued.
    ///
    /// - Parameter isLent: Whether another program, such as a pager, has the terminal and gives it back itself.
    package func suspend(isLent: Bool = false) {
        mailbox.change { state in
            state.isSuspended = true
            state.isLent = isLent
        }
    }

    /// Adds an entry to the history and, at once, to its file.
    ///
    /// An entry that is blank or begins with a space is left out; one that is there already moves to the end. An entry
    /// may hold several lines. What must not be kept, such as a secret, is for the caller to leave out.
    package func remember(_ entry: String) {
        mailbox.remember(entry)
    }

    /// The entries of the history, oldest first.
    package var history: [String] { mailbox.withHistory(\.entries) }

    /// Ends the editor and returns when its thread has restored the terminal and written every message.
    package func close() async {
        await withCheckedContinuation { mailbox.close(informing: $0) }
    }
}

extension LineEditor {
    /// How an editor is set up.
    package struct Configuration: Sendable {
        /// The name that sections of `~/.editrc` go by (`pipeline:bind …`).
        package var programName: String
        /// The terminal that keys come from.
        package var input: Terminal
        /// The terminal that the line is drawn on.
        package var output: Terminal
        /// The keys to begin with.
        package var keys: KeyStyle
        /// The file that keeps the history; without one it lasts as long as the editor.
        package var historyFile: HistoryFile?
        /// The number of entries that the history holds.
        package var historyLimit: Int
        /// What the Tab key asks; it runs on the editor's thread and should answer within some 50 ms.
        package var completion: @Sendable (_ textBeforeCursor: String) -> Completion

        /// Makes a configuration for the standard streams.
        package init(
            programName: String = "pipeline",
            input: Terminal = .standardInput,
            output: Terminal = .standardOutput,
            keys: KeyStyle = .emacs,
            historyFile: HistoryFile? = nil,
            historyLimit: Int = 10_000,
            completion: @escaping @Sendable (_ textBeforeCursor: String) -> Completion = { _ in .none }
        ) {
            self.programName = programName
            self.input = input
            self.output = output
            self.keys = keys
            self.historyFile = historyFile
            self.historyLimit = historyLimit
            self.completion = completion
        }
    }
}

/// What came of asking for a line.
package enum LineEvent: Hashable, Sendable {
    /// A line was entered; its text without the newline that ended it.
    case line(String)
    /// The line was dropped: Ctrl-C, or the task that waited was cancelled.
    case interrupted
    /// The input ended: Ctrl-D on an empty line, or the terminal is gone.
    case endOfInput
    /// The editor was told to leave, by ``LineEditor/terminate()`` or ``LineEditor/close()``.
    case terminated
}

/// A failure of the line editor: a kind that programs act on and a sentence for people.
package struct LineEditorError: Error, Hashable, Sendable {
    /// The kinds of failure.
    package enum Code: Hashable, Sendable {
        /// Input or output is not a terminal.
        case notATerminal
        /// Memory, descriptors or threads are short.
        case cannotStart
        /// Another line is being read.
        case busy
        /// The editor was closed.
        case closed
    }

    /// The kind of failure.
    package var code: Code
    /// One sentence that says what failed and why.
    package var details: String

    /// Makes an error from its kind and its sentence.
    package init(_ code: Code, _ details: String) {
        self.code = code
        self.details = details
    }
}

extension LineEditorError: CustomStringConvertible {
    /// The sentence for people.
    package var description: String { details }
}
