// SPDX-License-Identifier: MIT

private import CLineEditing
private import SystemPackage

/// The thread that owns everything that libedit keeps.
enum EditorThread {
    /// Starts the thread and returns when it is ready to edit.
    static func start(_ mailbox: Mailbox, _ configuration: LineEditor.Configuration) async throws(LineEditorError) {
        let result = await withCheckedContinuation { continuation in
            let start = Start { run(mailbox, configuration, started: continuation) }
            // The thread balances this retain when it takes the closure.
            let context = Unmanaged.passRetained(start).toOpaque()
            let number = line_editing_start_thread({ Start.take($0).body() }, context)
            guard number != 0 else { return }
            _ = Start.take(context)
            let details = "The line editor cannot start its thread: \(Errno(rawValue: number))."
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
        let loop = EditingLoop(mailbox, configuration, session)
        withExtendedLifetime(loop) {
            // The session does not outlive this scope, and the scope keeps the owner alive.
            line_editing_set_owner(session, Unmanaged.passUnretained(loop).toOpaque())
            KeyBindings.bind(configuration.keys, in: session)
            line_editing_hide_type_ahead(session)
            loop.loadHistory()
            started.resume(returning: .success(()))
            loop.serve()
            line_editing_close(session)
            loop.restoreTerminal()
        }
        mailbox.end()
    }

    /// The owner that a callback was given.
    private static func owner(_ pointer: UnsafeMutableRawPointer) -> EditingLoop {
        // libedit calls back only inside `serve()`, while `run` keeps the owner alive.
        Unmanaged<EditingLoop>.fromOpaque(pointer).takeUnretainedValue()
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
            // Balances the retain of `start(_:_:)`; the thread calls it once, or its starter if there is no thread.
            Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
        }
    }
}
