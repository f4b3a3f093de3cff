// SPDX-License-Identifier: MIT

private import CLineEditing

/// The work of the editor's thread: it answers requests for lines, and libedit while a line is edited.
///
/// Everything here is confined to that thread.
final class EditingLoop {
    /// Why a line was left without being entered.
    private enum Departure {
        case interrupted
        case terminated
        case endOfInput
    }

    private let mailbox: Mailbox
    private let completion: @Sendable (_ textBeforeCursor: String) -> Completion
    private let terminal: Terminal
    private let line: EditedLine
    private let history: HistoryKeeper
    private var keyboard: Keyboard
    private var departure: Departure?
    private var initialText = ""
    private var search = PrefixSearch()

    /// Makes the loop of a session whose terminal is still in the modes that it will be given back in.
    init(_ mailbox: Mailbox, _ configuration: LineEditor.Configuration, _ session: OpaquePointer) {
        self.mailbox = mailbox
        completion = configuration.completion
        terminal = configuration.output
        line = EditedLine(session: session, terminal: configuration.output)
        keyboard = Keyboard(configuration.input)
        history = HistoryKeeper(session: session, mailbox: mailbox, file: configuration.historyFile)
    }

    /// Loads the history's file.
    func loadHistory() {
        history.load()
    }

    /// Gives the terminal back as it was, unless another job has it.
    func restoreTerminal() {
        keyboard.restoreModesInForeground()
    }
}

// MARK: - Between two lines

extension EditingLoop {
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
            history.passOn()
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
            if !work.messages.isEmpty { terminal.write(Self.lines(work.messages)) }
            if work.isSuspended { keyboard.stop(isLent: work.isLent) }
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
        initialText = request.initialText
        search = PrefixSearch()
        line.setPrompts(request.prompt, right: request.rightPrompt)
        guard keyboard.waitForForeground() else { return .endOfInput }
        // libedit prints the prompt and only then leaves cooked mode, where a Ctrl-D would be lost.
        line.setRaw(true)
        keyboard.takeTypeAhead()
        let text = line.read()
        switch departure {
        case .interrupted:
            terminal.write("^C\n")
            return .interrupted
        case .terminated:
            terminal.write("\n")
            return .terminated
        case nil where text != nil:
            return .line(text ?? "")
        case .endOfInput, nil:
            terminal.write("\n")
            return .endOfInput
        }
    }

    /// Messages as they are written, each on lines of its own.
    private static func lines(_ messages: [String]) -> String {
        messages.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
    }
}

// MARK: - While a line is edited

extension EditingLoop {
    private struct Events: Sendable {
        var messages: [String]
        var hasWindowChanged: Bool
        var isSuspended: Bool
        var departure: Departure?
    }

    /// Gives libedit the next scalar: 1 with one, 0 or -1 to leave the line.
    func nextScalar(into place: UnsafeMutablePointer<UInt32>) -> Int32 {
        if !initialText.isEmpty {
            line.erase()
            line.insert(initialText)
            initialText = ""
            line.draw()
        }
        while true {
            guard handleEvents() else { return -1 }
            if let scalar = keyboard.next() {
                if endsLine(scalar) { line.hideRightPrompt() }
                place.pointee = scalar.value
                return 1
            }
            switch keyboard.wait(orFor: mailbox.wakePipe) {
            case .keys: break
            case .wake: mailbox.wakePipe.drain()
            case .background: if !suspend(.background) { return leave(.endOfInput) }
            case .end: return leave(.endOfInput)
            }
        }
    }

    private func leave(_ reason: Departure) -> Int32 {
        departure = reason
        return -1
    }

    /// Whether a key leaves the line: Return, or Ctrl-D on an empty line.
    private func endsLine(_ key: Unicode.Scalar) -> Bool {
        switch key {
        case "\r", "\n": true
        case "\u{4}": line.contents.text.isEmpty
        default: false
        }
    }

    /// Does what was asked for while a line is edited; false if the line is to be left.
    private func handleEvents() -> Bool {
        history.passOn()
        let events = takeEvents()
        if events.hasWindowChanged {
            line.resize()
            line.redraw()
        }
        if !events.messages.isEmpty { line.redraw(below: Self.lines(events.messages)) }
        if events.isSuspended, !suspend(.request) {
            departure = .endOfInput
            return false
        }
        guard let reason = events.departure else { return true }
        line.hideRightPrompt()
        line.moveToEnd()
        if reason == .interrupted { keyboard.discardInput() }
        departure = reason
        return false
    }

    private func takeEvents() -> Events {
        mailbox.take { state in
            defer {
                state.messages = []
                state.hasWindowChanged = false
                state.isSuspended = false
                state.isInterrupted = false
            }
            let isLeaving = state.isTerminated || state.isClosed
            return Events(
                messages: state.messages,
                hasWindowChanged: state.hasWindowChanged,
                isSuspended: state.isSuspended,
                departure: isLeaving ? .terminated : state.isInterrupted ? .interrupted : nil
            )
        }
    }

    /// Stops the process with the line on the screen, and draws it again when continued; false if the terminal does not
    /// come back.
    private func suspend(_ reason: Keyboard.StopReason) -> Bool {
        line.moveToEnd()
        line.setRaw(false)
        keyboard.restoreModes()
        terminal.write("\n")
        Keyboard.stopProcess(reason)
        guard keyboard.waitForForeground() else { return false }
        line.setRaw(true)
        line.resize()
        terminal.write("\r")
        line.draw()
        return true
    }
}

// MARK: - Commands of ours

extension EditingLoop {
    /// Completes the word before the cursor: with the one candidate, else with what all share, else with their list.
    func complete() -> Int32 {
        let (text, cursor) = line.contents
        let before = WideText.string(text[..<cursor].map(\.value))
        let completion = completion(before)
        guard !completion.candidates.isEmpty else { return Int32(line_editing_beep) }
        let word = String(before.suffix(max(0, completion.replacementLength)))
        var insertion = completion.commonPrefix
        if completion.candidates.count == 1, completion.candidates[0].isFollowedBySpace,
            cursor == text.count || text[cursor] != " "
        {
            insertion += " "
        }
        if insertion != word, insertion.count >= word.count {
            line.replaceBeforeCursor(word.unicodeScalars.count, with: insertion)
            return Int32(line_editing_redraw)
        }
        guard completion.candidates.count > 1 else { return Int32(line_editing_beep) }
        show(completion.candidates)
        return Int32(line_editing_done)
    }

    private func show(_ candidates: [Completion.Candidate]) {
        // A row for the prompt above and one for the line below stay free.
        let list = CandidateList(candidates, rows: (terminal.rows ?? 24) - 2, columns: terminal.columns ?? 80)
        line.moveToEnd()
        terminal.write("\n" + Self.lines(list.rows))
        line.draw()
    }

    /// Shows the next entry of the history that begins as the line does.
    func search(_ direction: PrefixSearch.Direction) -> Int32 {
        let (text, cursor) = line.contents
        let whole = WideText.string(text.map(\.value))
        // In vi's command mode the cursor stands on a character, not behind it.
        let prefix = line.isVi ? whole : WideText.string(text[..<cursor].map(\.value))
        let entries = mailbox.withHistory(\.entries)
        guard let next = search.step(direction, line: whole, prefix: prefix, in: entries) else {
            return Int32(line_editing_beep)
        }
        line.replace(with: next)
        return Int32(line_editing_redraw)
    }
}
