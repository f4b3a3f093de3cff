// SPDX-License-Identifier: MIT

/// One line of a history with its place in it.
public struct HistoryEntry: Hashable, Sendable {
    /// The place of the entry, from 1 for the oldest.
    public var number: Int
    /// The entry's text, which may hold several lines.
    public var text: String

    /// Makes an entry from its place and its text.
    public init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}
