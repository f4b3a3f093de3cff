// SPDX-License-Identifier: MIT

private import CLineEditing

extension EditorThread {
    /// Completes the word before the cursor: the one candidate, else what all share, else their list.
    func complete() -> Int32 {
        let (text, cursor) = currentLine()
        let before = WideText.string(text[..<cursor].map(\.value))
        let completion = configuration.completion(before)
        guard !completion.candidates.isEmpty else { return Int32(line_editing_beep) }
        let word = String(before.suffix(max(0, completion.replacementLength)))
        var insertion = completion.commonPrefix
        if completion.candidates.count == 1, completion.candidates[0].isFollowedBySpace,
            cursor == text.count || text[cursor] != " "
        {
            insertion += " "
        }
        if insertion != word, insertion.count >= word.count {
            line_editing_erase_before_cursor(session, Int32(clamping: word.unicodeScalars.count))
            _ = line_editing_insert(session, WideText.array(insertion))
            return Int32(line_editing_redraw)
        }
        guard completion.candidates.count > 1 else { return Int32(line_editing_beep) }
        show(completion.candidates)
        return Int32(line_editing_done)
    }

    private func show(_ candidates: [Completion.Candidate]) {
        // A row for the prompt above and one for the line below stay free.
        let list = CandidateList(candidates, rows: (terminal.rows ?? 24) - 2, columns: terminal.columns ?? 80)
        moveToEnd()
        terminal.write("\n" + lines(list.rows))
        line_editing_refresh(session)
    }

    /// Shows the next entry that begins as the line does.
    func search(_ direction: PrefixSearch.Direction) -> Int32 {
        let (text, cursor) = currentLine()
        let line = WideText.string(text.map(\.value))
        // In vi's command mode the cursor stands on a character, not behind it.
        let isVi = line_editing_is_vi(session)
        let prefix = isVi ? line : WideText.string(text[..<cursor].map(\.value))
        let entries = mailbox.withHistory(\.entries)
        guard let next = search.step(direction, line: line, prefix: prefix, in: entries) else {
            return Int32(line_editing_beep)
        }
        _ = line_editing_replace(session, WideText.array(next))
        return Int32(line_editing_redraw)
    }
}
