// SPDX-License-Identifier: MIT

private import CLineEditing
internal import TerminalText

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#else
private import Glibc
#endif

extension EditorThread {
    private struct Events: Sendable {
        var messages: [String]
        var hasWindowChanged: Bool
        var isSuspended: Bool
        var departure: Departure?
    }

    /// Does what was asked for while a line is edited; false where the line is to be left.
    func handleEvents() -> Bool {
        passOnHistory()
        let events = mailbox.take { state in
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
        if events.hasWindowChanged {
            line_editing_resize(session)
            redraw()
        }
        if !events.messages.isEmpty { redraw(below: lines(events.messages)) }
        if events.isSuspended, !suspendEditing(SIGTSTP) {
            departure = .endOfInput
            return false
        }
        guard let reason = events.departure else { return true }
        hideRightPrompt()
        moveToEnd()
        if reason == .interrupted {
            decoder.removeAll()
            keyboard.discardInput()
        }
        departure = reason
        return false
    }

    /// Takes the right prompt off the line that is left, so that what is copied from the screen later is free of it.
    func hideRightPrompt() {
        guard hasRightPrompt else { return }
        hasRightPrompt = false
        erase()
        _ = line_editing_set_prompts(session, WideText.array(prompt.marked), WideText.array(""))
        line_editing_refresh(session)
    }

    /// Draws prompt and line anew, below the text.
    func redraw(below text: String = "") {
        erase(writing: text)
        line_editing_refresh(session)
    }

    /// Takes prompt and line off the screen and writes the text in their place.
    func erase(writing text: String = "") {
        line_editing_flush(session)
        if isDumb {
            terminal.write("\n" + text)
        } else {
            let row = min(layout().cursor.row, (terminal.rows ?? .max) - 1)
            terminal.write("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J" + text)
        }
    }

    /// Moves the terminal's cursor behind the line, so that what is written next does not hurt it.
    func moveToEnd() {
        line_editing_flush(session)
        guard !isDumb else { return }
        let layout = layout()
        guard layout.cursor != layout.end else { return }
        let rows = layout.end.row - layout.cursor.row
        let down = rows > 0 ? "\u{1B}[\(rows)B" : ""
        let right = layout.end.column > 0 ? "\u{1B}[\(layout.end.column)C" : ""
        terminal.write(down + "\r" + right)
    }

    /// Where the line lies on the terminal.
    private func layout() -> LineLayout {
        let (text, cursor) = currentLine()
        return LineLayout(prompt: prompt.visible, line: text, cursor: cursor, columns: terminal.columns ?? 80)
    }

    /// The line's scalars and the number of those before the cursor.
    func currentLine() -> (text: [Unicode.Scalar], cursor: Int) {
        let line = line_editing_current(session)
        // The pointer is libedit's, valid until it is called again.
        let scalars = UnsafeBufferPointer(start: line.text, count: line.count)
        return (scalars.map { Unicode.Scalar($0) ?? "\u{FFFD}" }, line.cursor)
    }

    /// Whether the terminal can neither move its cursor nor erase.
    static func isTerminalDumb() -> Bool {
        guard let name = getenv("TERM") else { return true }
        return ["", "dumb", "unknown"].contains(String(cString: name))
    }
}
