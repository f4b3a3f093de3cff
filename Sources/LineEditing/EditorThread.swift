// SPDX-License-Identifier: MIT

internal import CLineEditing
internal import TerminalText

/// Everything that libedit keeps, confined to the one thread that makes it.
final class EditorThread {
    /// Why a line was left without being entered.
    enum Departure {
        case interrupted
        case terminated
        case endOfInput
    }

    let mailbox: Mailbox
    let configuration: LineEditor.Configuration
    let session: OpaquePointer
    let terminal: Terminal
    let keyboard: Terminal
    let isDumb: Bool
    /// How the terminal was before the editor took it.
    let modes: TerminalModes?
    var decoder = UTF8Decoder()
    var departure: Departure?
    var prompt = PromptText("")
    var initialText = ""
    var hasRightPrompt = false
    var search = PrefixSearch()
    var hasHistoryFailed = false

    private init(_ mailbox: Mailbox, _ configuration: LineEditor.Configuration, _ session: OpaquePointer) {
        self.mailbox = mailbox
        self.configuration = configuration
        self.session = session
        terminal = configuration.output
        keyboard = configuration.input
        isDumb = Self.isTerminalDumb()
        modes = TerminalModes(of: configuration.input)
    }

    /// Starts the thread and returns when it is ready to edit.
    static func start(_ mailbox: Mailbox, _ configuration: LineEditor.Configuration) async throws(LineEditorError) {
        let result = await withCheckedContinuation { continuation in
            let start = Start { run(mailbox, configuration, started: continuation) }
            // The thread balances this retain when it takes the closure.
            let context = Unmanaged.passRetained(start).toOpaque()
            let number = line_editing_start_thread({ Start.take($0).body() }, context)
            guard number != 0 else { return }
            _ = Start.take(context)
            let details = "The line editor cannot start its thread: \(Descriptor.reason(number))."
            continuation.resume(returning: Result<Void, LineEditorError>.failure(.init(.cannotStart, details)))
        }
        try result.get()
    }

    private static func run(
        _ mailbox: Mailbox,
        _ configuration: LineEditor.Configuration,
        started: CheckedContinuation<Result<Void, LineEditorError>, Never>
    ) {
        let session = line_editing_open(
            configuration.programName,
            configuration.input.descriptor,
            configuration.output.descriptor,
            callbacks,
            Int32(clamping: configuration.historyLimit)
        )
        guard let session else {
            let details = "The line editor cannot be set up: memory or descriptors are short."
            started.resume(returning: .failure(LineEditorError(.cannotStart, details)))
            return
        }
        let thread = EditorThread(mailbox, configuration, session)
        withExtendedLifetime(thread) {
            // The session does not outlive this scope, and the scope keeps the owner alive.
            line_editing_set_owner(session, Unmanaged.passUnretained(thread).toOpaque())
            thread.bindKeys()
            line_editing_hide_type_ahead(session)
            thread.loadHistory()
            started.resume(returning: .success(()))
            thread.serve()
            line_editing_close(session)
            if !thread.keyboard.isInBackground { thread.modes?.apply(to: thread.keyboard) }
        }
        mailbox.end()
    }

    /// The owner that a callback was given.
    private static func owner(_ pointer: UnsafeMutableRawPointer) -> EditorThread {
        // libedit calls back only inside `serve()`, while `run` keeps the owner alive.
        Unmanaged<EditorThread>.fromOpaque(pointer).takeUnretainedValue()
    }

    private static var callbacks: line_editing_callbacks {
        line_editing_callbacks(
            next_scalar: { EditorThread.owner($0).nextScalar(into: $1) },
            complete: { EditorThread.owner($0).complete() },
            search_backward: { EditorThread.owner($0).search(.older) },
            search_forward: { EditorThread.owner($0).search(.newer) }
        )
    }

    /// The closure that a new thread runs.
    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }

        static func take(_ context: UnsafeMutableRawPointer) -> Start {
            // Balances the retain of `start(_:_:)`; the thread calls it once, or its starter where there is no thread.
            Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
        }
    }
}
