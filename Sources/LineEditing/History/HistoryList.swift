// SPDX-License-Identifier: MIT

/// A list of distinct entries, oldest first, that forgets the oldest ones beyond its limit.
struct HistoryList: Sendable {
    /// What adding an entry did to the list.
    enum Change: Hashable, Sendable {
        /// Nothing: the entry is not kept, or stands at the end already.
        case none
        /// The entry is new, at the end.
        case added
        /// The entry moved to the end.
        case moved
    }

    let limit: Int
    private(set) var entries: [String] = []
    private var known: Set<String> = []

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Tells whether an entry is one to keep: not blank, and not set apart by a space at its beginning.
    static func keeps(_ entry: String) -> Bool {
        entry.first != " " && entry.contains { !$0.isWhitespace }
    }

    /// Adds an entry at the end.
    ///
    /// - Complexity: O(*n*) if the entry is there already, else O(1) but for the limit.
    @discardableResult
    mutating func add(_ entry: String) -> Change {
        guard Self.keeps(entry), entries.last != entry else { return .none }
        let isNew = known.insert(entry).inserted
        if !isNew, let index = entries.lastIndex(of: entry) {
            entries.remove(at: index)
        }
        entries.append(entry)
        if entries.count > limit {
            known.remove(entries.removeFirst())
        }
        return isNew ? .added : .moved
    }
}
