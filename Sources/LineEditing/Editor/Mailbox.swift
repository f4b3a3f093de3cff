// SPDX-License-Identifier: MIT

private import Synchronization
private import SystemPackage

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

/// What tasks and signal sources leave for the editor's thread, and how they wake it.
final class Mailbox: Sendable {
    /// A line that somebody waits for.
    struct Request: Sendable {
        var prompt: PromptText
        var rightPrompt: PromptText
        var initialText: String
        var continuation: CheckedContinuation<Result<LineEvent, LineEditorError>, Never>
    }

    /// What is to be done.
    struct State {
        /// The request that the thread has not taken yet.
        var request: Request?
        /// Whether a request was made and not answered.
        var isReading = false
        var isInterrupted = false
        /// Whether an interruption came when no line was read, since the last one was.
        var isInterruptedBetweenLines = false
        var isTerminated = false
        var isSuspended = false
        /// Whether the terminal is another program's at the moment, which gives it back itself.
        var isLent = false
        var hasWindowChanged = false
        var isClosed = false
        var hasEnded = false
        var messages: [String] = []
        var history: HistoryList
        /// The entries that libedit and the file do not know yet, and whether one of them moved.
        var newEntries: [String] = []
        var hasMovedEntry = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let wakePipe: WakePipe
    private let state: Mutex<State>

    init(wakePipe: WakePipe, history: HistoryList) {
        self.wakePipe = wakePipe
        state = Mutex(State(history: history))
    }

    /// Changes the state and wakes the thread.
    func change(_ body: (inout sending State) -> Void) {
        state.withLock { body(&$0) }
        wakePipe.wake()
    }

    /// Looks at the history, or changes it without telling the thread.
    func withHistory<Value: Sendable>(_ body: (inout HistoryList) -> Value) -> Value {
        state.withLock { body(&$0.history) }
    }

    /// Hands the state to the thread, which takes from it what it is about to do.
    func take<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        state.withLock { body(&$0) }
    }
}

extension Mailbox {
    /// Asks for a line; the continuation is resumed exactly once.
    func ask(_ request: Request) {
        let answer: Result<LineEvent, LineEditorError>? = state.withLock { state in
            if state.isClosed { return .failure(LineEditorError(.closed, "The line editor was closed.")) }
            if state.isReading { return .failure(LineEditorError(.busy, "Another line is being read.")) }
            if state.isTerminated { return .success(.terminated) }
            state.request = request
            state.isReading = true
            state.isInterrupted = false
            state.isInterruptedBetweenLines = false
            return nil
        }
        if let answer {
            request.continuation.resume(returning: answer)
        } else {
            wakePipe.wake()
        }
    }

    /// Drops the line that is being read, if there is one.
    @discardableResult
    func interrupt() -> Bool {
        let isReading = state.withLock { state in
            if state.isReading { state.isInterrupted = true } else { state.isInterruptedBetweenLines = true }
            return state.isReading
        }
        if isReading { wakePipe.wake() }
        return isReading
    }

    /// Tells once whether an interruption came since the last line was read.
    func takeInterruption() -> Bool {
        take { state in
            defer { state.isInterruptedBetweenLines = false }
            return state.isInterruptedBetweenLines
        }
    }

    /// Leaves a message; after the thread's end no one is left to write it.
    func post(_ message: String) {
        change { state in
            if !state.hasEnded { state.messages.append(message) }
        }
    }

    /// Adds an entry to the history, for the thread to pass on.
    func remember(_ entry: String) {
        change { state in
            switch state.history.add(entry) {
            case .none: return
            case .added: break
            case .moved: state.hasMovedEntry = true
            }
            state.newEntries.append(entry)
        }
    }

    /// Asks the thread to end; the continuation is resumed when it has.
    func close(informing continuation: CheckedContinuation<Void, Never>? = nil) {
        let hasEnded = state.withLock { state in
            state.isClosed = true
            if !state.hasEnded, let continuation { state.closers.append(continuation) }
            return state.hasEnded
        }
        if hasEnded {
            continuation?.resume()
        } else {
            wakePipe.wake()
        }
    }

    /// Answers whoever waits for the thread's end.
    func end() {
        let closers = state.withLock { state in
            state.hasEnded = true
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers {
            closer.resume()
        }
    }
}

/// A pipe whose one end wakes whoever waits at the other.
final class WakePipe: Sendable {
    /// The end that becomes readable.
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(LineEditorError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw LineEditorError(.cannotStart, "The line editor cannot open a pipe: \(Errno(rawValue: errno)).")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Makes the read end readable; a pipe that is full is readable already.
    func wake() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// Empties the pipe.
    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &bytes, bytes.count) > 0 {}
    }

    /// Waits until the pipe is readable, then empties it.
    func wait() {
        var descriptor = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, -1)
        drain()
    }
}
