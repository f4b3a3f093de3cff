// SPDX-License-Identifier: MIT

/// The number of slips of the finger between two words.
package enum EditDistance: Sendable {
    /// Returns how many insertions, deletions, replacements and swaps of neighbours lead from `a` to `b`, or nil if
    /// that is more than `bound`; the case of ASCII letters does not count.
    ///
    /// - Complexity: O(*m* · *n*) for words whose lengths differ by `bound` at most, O(1) for others.
    package static func between(_ a: String, _ b: String, bound: Int) -> Int? {
        // A scalar has at most four bytes: words that are far too long are told apart without reading them.
        guard bound >= 0, a.utf8.count <= 4 * (b.utf8.count + bound), b.utf8.count <= 4 * (a.utf8.count + bound)
        else { return nil }
        guard abs(a.unicodeScalars.count - b.unicodeScalars.count) <= bound else { return nil }
        let left = scalars(a)
        let right = scalars(b)
        var older = [Int](repeating: 0, count: right.count + 1)
        var old = Array(0...right.count)
        for i in 0..<left.count {
            var new = old
            new[0] = i + 1
            for j in 0..<right.count {
                let isEqual = left[i] == right[j]
                var best = min(old[j + 1] + 1, new[j] + 1, old[j] + (isEqual ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    best = min(best, older[j - 1] + 1)
                }
                new[j + 1] = best
            }
            if (new.min() ?? 0) > bound, (old.min() ?? 0) > bound { return nil }
            older = old
            old = new
        }
        return old[right.count] <= bound ? old[right.count] : nil
    }

    /// Returns the candidate that `word` was most likely meant to be, or nil if none is near.
    ///
    /// A third of the word's letters may be wrong, three at most; else a candidate that begins with the word counts.
    package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        guard word.utf8.count <= 256 else { return nil }
        let length = word.unicodeScalars.count
        guard length > 0 else { return nil }
        let bound = min(max(length / 3, 1), 3)
        var best: (candidate: String, distance: Int)?
        var extended: String?
        for candidate in candidates {
            if let distance = between(word, candidate, bound: bound), distance < best?.distance ?? .max,
                distance < candidate.unicodeScalars.count
            {
                best = (candidate, distance)
            }
            if extended == nil, length > 1, candidate.hasPrefix(word) { extended = candidate }
        }
        return best?.candidate ?? extended
    }

    /// The question that suggests the nearest candidate, with a space in front; nothing if none is near.
    package static func question(about word: String, in candidates: some Sequence<String>) -> String {
        nearest(to: word, in: candidates).map { " Did you mean '\($0)'?" } ?? ""
    }

    /// The scalars of a word with ASCII letters in lower case.
    private static func scalars(_ word: String) -> [UInt32] {
        word.unicodeScalars.map { $0.value >= 65 && $0.value <= 90 ? $0.value + 32 : $0.value }
    }
}
