// SPDX-License-Identifier: MIT

/// The journals of a store by generation, of which some may be of another history than others.
struct JournalOrder {
    /// Their generations, in order.
    let generations: [UInt64]
    /// What each says of the one before it.
    private let links: [Predecessor?]
    /// After each the first that speaks of another generation before it than it does.
    private let turns: [Int]
    /// Where those are that say the same, in order.
    private let places: [Predecessor: [Int]]

    /// Sorts journals by their headers.
    init(_ headers: [FileHeader]) {
        let headers = headers.sorted { $0.generation < $1.generation }
        let links = headers.map(\.predecessor)
        var turns = [Int](repeating: links.count, count: links.count)
        for index in links.indices.dropLast().reversed() {
            let isTurn = links[index]?.generation != links[index + 1]?.generation
            turns[index] = isTurn ? index + 1 : turns[index + 1]
        }
        var places: [Predecessor: [Int]] = [:]
        for (index, link) in links.enumerated() {
            if let link { places[link, default: []].append(index) }
        }
        generations = headers.map(\.generation)
        (self.links, self.turns, self.places) = (links, turns, places)
    }

    /// The first journal from `start` on that is not of another history than what was read before it; nil if there is
    /// none.
    ///
    /// Of two histories that are mixed here one goes on, and never the one into the other.
    ///
    /// - Complexity: O(log n)
    func next(from start: Int, after read: Predecessor?) -> Int? {
        guard start < links.count else { return nil }
        guard let read, let link = links[start], link.generation == read.generation, link != read else { return start }
        let next = min(turns[start], place(of: read, from: start) ?? links.count)
        return next < links.count ? next : nil
    }

    /// The first journal from `start` on that goes on from `read`.
    private func place(of read: Predecessor, from start: Int) -> Int? {
        guard let places = places[read] else { return nil }
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low < places.count ? places[low] : nil
    }
}
