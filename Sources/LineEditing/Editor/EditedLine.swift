// SPDX-License-Identifier: MIT

private import CLineEditing

/// The line that libedit edits, and its place on the terminal.
final class EditedLine {
    private let session: OpaquePointer
    private let terminal: Terminal
    private let isDumb = Terminal.isDumb
    private var prompt = PromptText("")
    private var hasRightPrompt = false

    /// Makes the line of a session that draws on a terminal.
    init(session: OpaquePointer, terminal: Terminal) {
        self.session = session
        self.terminal = terminal
    }

    /// Whether the line is edited as vi does.
    var isVi: Bool { line_editing_is_vi(session) }

    /// Sets the prompts of the line to come.
    func setPrompts(_ prompt: PromptText, right: PromptText) {
        self.prompt = prompt
        hasRightPrompt = !right.visible.isEmpty
        _ = line_editing_set_prompts(session, WideText.array(prompt.marked), WideText.array(right.marked))
    }

    /// Has libedit take keys until the line ends; returns the line, or nil if it was left.
    func read() -> String? {
        var count: Int32 = 0
        guard let line = line_editing_read(session, &count), count > 0 else { return nil }
        // libedit's buffer holds `count` scalars until it is called again.
        var text = UnsafeBufferPointer(start: line, count: Int(count))[...]
        if text.last == 0x0A || text.last == 0x0D { text.removeLast() }
        return WideText.string(text)
    }

    /// The line's scalars and the number of those before the cursor.
    var contents: (text: [Unicode.Scalar], cursor: Int) {
        let line = line_editing_current(session)
        // The pointer is libedit's, valid until it is called again.
        let scalars = UnsafeBufferPointer(start: line.text, count: line.count)
        return (scalars.map { Unicode.Scalar($0) ?? "\u{FFFD}" }, line.cursor)
    }

    /// Puts text at the cursor.
    func insert(_ text: String) {
        _ = line_editing_insert(session, WideText.array(text))
    }

    /// Puts text in the place of so many scalars before the cursor.
    func replaceBeforeCursor(_ count: Int, with text: String) {
        line_editing_erase_before_cursor(session, Int32(clamping: count))
        insert(text)
    }

    /// Puts text in the place of the line; the cursor stands at its end.
    func replace(with text: String) {
        _ = line_editing_replace(session, WideText.array(text))
    }
}

extension EditedLine {
    /// Has the terminal send keys as they are typed, or whole lines.
    func setRaw(_ isRaw: Bool) {
        line_editing_set_raw(session, isRaw)
    }

    /// Draws the prompt and the line at the terminal's cursor.
    func draw() {
        line_editing_refresh(session)
    }

    /// Takes in the window's size.
    func resize() {
        line_editing_resize(session)
    }

    /// Draws the prompt and the line again, below the text.
    func redraw(below text: String = "") {
        erase(writing: text)
        draw()
    }

    /// Takes the prompt and the line off the screen and writes the text in their place.
    func erase(writing text: String = "") {
        line_editing_flush(session)
        if isDumb {
            terminal.write("\n" + text)
        } else {
            let row = min(layout().cursor.row, (terminal.rows ?? .max) - 1)
            terminal.write("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J" + text)
        }
    }

    /// Takes the right prompt off the line that is left, so that what is copied from the screen later is free of it.
    func hideRightPrompt() {
        guard hasRightPrompt else { return }
        hasRightPrompt = false
        erase()
        _ = line_editing_set_prompts(session, WideText.array(prompt.marked), WideText.array(""))
        draw()
    }

    /// Moves the terminal's cursor behind the line, so that what is written next does not overwrite it.
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
        let (text, cursor) = contents
        return LineLayout(prompt: prompt.visible, line: text, cursor: cursor, columns: terminal.columns ?? 80)
    }
}
