// SPDX-License-Identifier: MIT

/// A walk through the history over the entries that begin as the line does.
struct PrefixSearch {
    /// Which way to go.
    enum Direction {
        case older
        case newer
    }

    /// The line that the last step showed, by which the next step knows that the walk goes on.
    private var shown: String?
    private var prefix = ""
    private var original = ""
    private var position = 0

    /// Takes a step through the history.
    ///
    /// - Parameters:
    ///   - direction: Which way to go.
    ///   - line: The line as it stands.
    ///   - prefix: The part of it that entries must begin with if this is the first step.
    ///   - entries: The history, oldest first.
    /// - Returns: The line to show, or nil if there is none.
    /// - Complexity: O(*n*), where *n* is the number of entries.
    mutating func step(_ direction: Direction, line: String, prefix: String, in entries: [String]) -> String? {
        if line != shown || position > entries.count {
            self.prefix = prefix
            original = line
            position = entries.count
        }
        let matches = { [self] (index: Int) in entries[index].hasPrefix(self.prefix) && entries[index] != line }
        switch direction {
        case .older:
            guard let index = entries.indices[..<position].last(where: matches) else { return nil }
            position = index
        case .newer:
            guard position < entries.count else { return nil }
            position = entries.indices[(position + 1)...].first(where: matches) ?? entries.count
        }
        let next = position < entries.count ? entries[position] : original
        shown = next
        return next
    }
}
