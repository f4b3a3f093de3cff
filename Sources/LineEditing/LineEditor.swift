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
public final class LineEditor: Sendable {
    let mailbox: Mailbox

    /// Starts an editor and returns once it is ready: the history is loaded, `~/.editrc` is read.
    ///
    /// The process's character set (`LC_CTYPE`) is set from the environment, or to a UTF-8 one where that names none.
    ///
    /// - Throws: `notATerminal` where input or output is none, `cannotStart` where memory, descriptors or threads are
    ///   short. A history that cannot be read is no failure: a message above the first prompt says so.
    public init(_ configuration: Configuration) async throws(LineEditorError) {
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
    /// - Throws: `busy` where another line is being read, `closed` after ``close()``.
    public func readLine(
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

    /// Writes a message above the line that is being edited, or at once where none is.
    ///
    /// The message is written as it is; text from outside must have been made safe for a terminal before.
    public func post(_ message: String) {
        mailbox.post(message)
    }

    /// Drops the line that is being edited, as Ctrl-C does, and what was typed ahead.
    ///
    /// - Returns: Whether a line was being read.
    @discardableResult
    public func interrupt() -> Bool {
        mailbox.interrupt()
    }

    /// Tells, once, whether ``interrupt()`` was called since the last line was read: what the line asked for has been
    /// dropped before it began.
    public func takeInterruption() -> Bool {
        mailbox.takeInterruption()
    }

    /// Leaves the line that is being edited; every later one ends with ``LineEvent/terminated`` at once.
    public func terminate() {
        mailbox.change { $0.isTerminated = true }
    }

    /// Draws the line anew for the window's size, as SIGWINCH asks for.
    public func windowChanged() {
        mailbox.change { $0.hasWindowChanged = true }
    }

    /// Gives the terminal back, stops the process as Ctrl-Z does by default, and draws the line anew when continued.
    ///
    /// - Parameter isLent: Whether another program, such as a pager, has the terminal and gives it back itself.
    public func suspend(isLent: Bool = false) {
        mailbox.change { state in
            state.isSuspended = true
            state.isLent = isLent
        }
    }

    /// Ends the editor and returns when its thread has restored the terminal and written every message.
    public func close() async {
        await withCheckedContinuation { mailbox.close(informing: $0) }
    }
}
