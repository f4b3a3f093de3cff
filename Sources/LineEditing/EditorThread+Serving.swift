// SPDX-License-Identifier: MIT

private import CLineEditing

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

extension EditorThread {
    /// What there is to do between two lines.
    private struct Work: Sendable {
        var messages: [String]
        var isSuspended: Bool
        var isLent: Bool
        var request: Mailbox.Request?
        var isClosed: Bool
    }

    /// Serves requests until the editor is closed.
    func serve() {
        while true {
            passOnHistory()
            let work = mailbox.take { state in
                defer {
                    state.messages = []
                    state.isSuspended = false
                    state.hasWindowChanged = false
                    state.request = nil
                }
                return Work(
                    messages: state.messages,
                    isSuspended: state.isSuspended,
                    isLent: state.isLent,
                    request: state.request,
                    isClosed: state.isClosed
                )
            }
            if !work.messages.isEmpty { terminal.write(lines(work.messages)) }
            if work.isSuspended { stop(SIGTSTP, isLent: work.isLent) }
            if let request = work.request {
                answer(request)
            } else if work.isClosed {
                return
            } else {
                mailbox.wakePipe.wait()
            }
        }
    }

    private func answer(_ request: Mailbox.Request) {
        var event = edit(request)
        let isInterrupted = mailbox.take { state in
            defer { state.isInterrupted = false }
            state.isReading = false
            return state.isInterrupted
        }
        // Ctrl-C came after Enter, and whoever sent it was told that there is a line to drop.
        if isInterrupted, case .line = event {
            terminal.write("^C\n")
            event = .interrupted
        }
        request.continuation.resume(returning: .success(event))
    }

    private func edit(_ request: Mailbox.Request) -> LineEvent {
        departure = nil
        prompt = request.prompt
        initialText = request.initialText
        search = PrefixSearch()
        guard waitForForeground() else { return .endOfInput }
        let left = WideText.array(request.prompt.marked)
        let right = WideText.array(request.rightPrompt.marked)
        _ = line_editing_set_prompts(session, left, right)
        hasRightPrompt = !request.rightPrompt.visible.isEmpty
        // libedit prints the prompt and only then leaves cooked mode, where a Ctrl-D would be lost.
        line_editing_set_raw(session, true)
        takeTypeAhead()
        var count: Int32 = 0
        let line = line_editing_read(session, &count)
        switch departure {
        case .interrupted:
            terminal.write("^C\n")
            return .interrupted
        case .terminated:
            terminal.write("\n")
            return .terminated
        case .endOfInput:
            terminal.write("\n")
            return .endOfInput
        case nil:
            break
        }
        guard let line, count > 0 else {
            terminal.write("\n")
            return .endOfInput
        }
        // libedit's buffer holds `count` scalars until it is called again.
        var text = UnsafeBufferPointer(start: line, count: Int(count))[...]
        if text.last == 0x0A || text.last == 0x0D { text.removeLast() }
        return .line(WideText.string(text))
    }

    /// Messages as they are written, each on lines of its own.
    func lines(_ messages: [String]) -> String {
        messages.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
    }
}
