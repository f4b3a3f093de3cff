// SPDX-License-Identifier: MIT

/// A command as it stands before the cursor.
struct UnfinishedCommand: Hashable, Sendable {
    /// The words so far, the unfinished one last.
    var words: [Word]
    /// Whether the last word touches the end, so that more typing makes it longer.
    var isInWord: Bool
    /// Whether the end stands in a comment.
    var isInComment: Bool
    /// The quote that is open at the end, as a byte.
    var openQuote: UInt8?
}
