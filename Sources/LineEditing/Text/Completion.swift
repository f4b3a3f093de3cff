// SPDX-License-Identifier: MIT

/// What the Tab key can put in the place of the word before the cursor.
package struct Completion: Hashable, Sendable {
    /// One way to complete the word.
    package struct Candidate: Hashable, Sendable {
        /// The text that takes the word's place.
        package var text: String
        /// The text that stands for the candidate in a list.
        package var display: String
        /// Whether a space follows if this candidate is the only one.
        package var isFollowedBySpace: Bool

        /// Makes a candidate; a list shows its text unless told otherwise.
        package init(_ text: String, display: String? = nil, isFollowedBySpace: Bool = true) {
            self.text = text
            self.display = display ?? text
            self.isFollowedBySpace = isFollowedBySpace
        }
    }

    /// The number of characters before the cursor that a candidate replaces.
    package var replacementLength: Int
    /// The candidates in the order in which a list shows them.
    package var candidates: [Candidate]

    /// Makes a completion of the last `replacementLength` characters before the cursor.
    package init(replacementLength: Int, candidates: [Candidate]) {
        self.replacementLength = replacementLength
        self.candidates = candidates
    }

    /// A completion that has nothing to offer.
    package static let none = Completion(replacementLength: 0, candidates: [])
}

extension Completion {
    /// The beginning that all candidates share.
    ///
    /// - Complexity: O(*n*), where *n* is the length of all candidates together.
    var commonPrefix: String {
        guard let first = candidates.first else { return "" }
        var common = Array(first.text)
        for candidate in candidates.dropFirst() {
            let shared = zip(common, candidate.text).prefix { $0 == $1 }.count
            common.removeSubrange(shared...)
        }
        return String(common)
    }
}
