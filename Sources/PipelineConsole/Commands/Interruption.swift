// SPDX-License-Identifier: MIT

internal import LineEditing
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// What signals do to a session: they end it, or stop the command that runs.
final class Interruption: Sendable {
    private struct State {
        var endingSignal: Int32?
        /// Whether the session ends with its terminal.
        var endsWithTerminal = true
        var cancelCommand: (@Sendable () -> Void)?
        var editor: LineEditor?
        var pager: PagerProcess?
    }

    private let state = Mutex(State())

    /// The signal that ends the session, nil while it goes on.
    var endingSignal: Int32? { state.withLock { $0.endingSignal } }

    /// Listens to the signals of a session; without an editor Ctrl-C ends it.
    ///
    /// - Parameter endsWithTerminal: Whether a SIGHUP ends the session.
    /// - Returns: What listens, until it is cancelled.
    func listen(endsWithTerminal: Bool = true) async -> SignalSources {
        state.withLock { $0.endsWithTerminal = endsWithTerminal }
        // A reader that is gone is told by the write itself, and so is a file that grows too large.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let signals = [SIGINT, SIGTERM, SIGQUIT, SIGWINCH, SIGTSTP] + (endsWithTerminal ? [SIGHUP] : [])
        return await SignalSources(signals) { self.receive($0) }
    }

    /// Takes note of the end of what is typed: if the terminal is gone, the signal that says so may still be on its way.
    func noteEndOfInput() {
        guard !Terminal.standardInput.isTerminal else { return }
        state.withLock { if $0.endsWithTerminal, $0.endingSignal == nil { $0.endingSignal = SIGHUP } }
    }

    /// Hands the line editor over, which knows what to do with most signals.
    func attach(_ editor: LineEditor) {
        state.withLock { $0.editor = editor }
    }

    /// Hands over a pager that has the terminal now, or says that it has gone; Ctrl-C is its own affair.
    func attach(_ pager: PagerProcess?) {
        let isEnding = state.withLock { state in
            state.pager = pager
            return state.endingSignal != nil
        }
        if isEnding { pager?.terminate() }
    }

    /// Runs a command that a signal can stop, or has stopped already.
    func stoppable<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        let task = Task { await body() }
        let (isEnding, editor) = state.withLock { state in
            state.cancelCommand = { task.cancel() }
            return (state.endingSignal != nil, state.editor)
        }
        // Ctrl-C may have come after the line and before its command.
        if isEnding || editor?.takeInterruption() == true { task.cancel() }
        let value = await task.value
        state.withLock { $0.cancelCommand = nil }
        return value
    }

    private func receive(_ number: Int32) {
        let (editor, cancel, pager) = state.withLock { ($0.editor, $0.cancelCommand, $0.pager) }
        switch number {
        case SIGWINCH: editor?.windowChanged()
        case SIGTSTP:
            pager?.waitUntilStopped()
            suspend(editor, isLent: pager != nil)
        case SIGINT where pager != nil: break
        case SIGINT where editor != nil: if editor?.interrupt() == false { cancelCommand() }
        default:
            state.withLock { $0.endingSignal = number }
            StandardStream.end()
            cancel?()
            pager?.terminate()
            editor?.terminate()
        }
    }

    private func cancelCommand() {
        state.withLock { $0.cancelCommand }?()
    }

    private func suspend(_ editor: LineEditor?, isLent: Bool) {
        if let editor { editor.suspend(isLent: isLent) } else { _ = kill(getpid(), SIGSTOP) }
    }
}
