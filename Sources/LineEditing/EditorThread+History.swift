// SPDX-License-Identifier: MIT

private import CLineEditing
internal import TerminalText

extension EditorThread {
    /// Loads the history's file into the list and into libedit.
    func loadHistory() {
        guard let file = configuration.historyFile else { return }
        do {
            let entries = try file.load()
            mailbox.withHistory { history in
                for entry in entries { history.add(entry) }
            }
            refill()
        } catch {
            report(error)
        }
    }

    /// Passes new entries on to libedit and to the file.
    func passOnHistory() {
        let (entries, hasMoved) = mailbox.take { state in
            defer {
                state.newEntries = []
                state.hasMovedEntry = false
            }
            return (state.newEntries, state.hasMovedEntry)
        }
        guard !entries.isEmpty else { return }
        if hasMoved {
            refill()
        } else {
            for entry in entries { add(entry) }
        }
        guard let file = configuration.historyFile, !hasHistoryFailed else { return }
        do {
            for entry in entries { try file.append(entry) }
        } catch {
            report(error)
        }
    }

    /// libedit drops only repeats that follow one another; building its list anew drops the others.
    private func refill() {
        line_editing_history_clear(session)
        for entry in mailbox.withHistory(\.entries) { add(entry) }
    }

    private func add(_ entry: String) {
        _ = line_editing_history_add(session, WideText.array(entry))
    }

    /// Tells of a failure once; the session goes on without the file.
    private func report(_ failure: HistoryFile.Failure) {
        guard !hasHistoryFailed else { return }
        hasHistoryFailed = true
        mailbox.post("The history is not kept: \(safeForTerminal(failure.description))")
    }
}
