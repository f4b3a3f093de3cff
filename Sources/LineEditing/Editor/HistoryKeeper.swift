// SPDX-License-Identifier: MIT

private import CLineEditing
internal import TerminalText

/// Keeps the three copies of the history alike: the mailbox's list, libedit's own and the file.
final class HistoryKeeper {
    private let session: OpaquePointer
    private let mailbox: Mailbox
    private let file: HistoryFile?
    private var hasFailed = false

    /// Makes a keeper of a session's history; without a file, it lasts as long as the editor.
    init(session: OpaquePointer, mailbox: Mailbox, file: HistoryFile?) {
        self.session = session
        self.mailbox = mailbox
        self.file = file
    }

    /// Loads the file into the list and into libedit.
    func load() {
        guard let file else { return }
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
    func passOn() {
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
        guard let file, !hasFailed else { return }
        do {
            for entry in entries { try file.append(entry) }
        } catch {
            report(error)
        }
    }

    /// Fills libedit's list again: libedit drops only repeats that follow one another.
    private func refill() {
        line_editing_history_clear(session)
        for entry in mailbox.withHistory(\.entries) { add(entry) }
    }

    private func add(_ entry: String) {
        _ = line_editing_history_add(session, WideText.array(entry))
    }

    /// Reports a failure once; the session goes on without the file.
    private func report(_ failure: HistoryFile.Failure) {
        guard !hasFailed else { return }
        hasFailed = true
        mailbox.post("The history is not saved: \(safeForTerminal(failure.description))")
    }
}
