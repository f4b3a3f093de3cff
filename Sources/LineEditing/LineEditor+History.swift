// SPDX-License-Identifier: MIT

extension LineEditor {
    /// Adds an entry to the history and, at once, to its file.
    ///
    /// An entry that is blank or begins with a space is left out; one that is there already moves to the end. An entry
    /// may hold several lines. What must not be kept, such as a secret, is for the caller to leave out.
    public func remember(_ entry: String) {
        mailbox.remember(entry)
    }

    /// The entries of the history, oldest first.
    public var history: [HistoryEntry] {
        history(last: .max)
    }

    /// Returns the last `count` entries of the history, oldest first.
    public func history(last count: Int) -> [HistoryEntry] {
        mailbox.withHistory { $0.numbered(last: count) }
    }
}
