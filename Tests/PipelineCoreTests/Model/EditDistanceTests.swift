// SPDX-License-Identifier: MIT

import PipelineCore
import TestSupport
import Testing

@Suite("The distance between two words", .serialized, .inTurn)
struct EditDistanceTests {
    @Test(
        "The distance counts slips of the finger",
        arguments: [
            ("", "", 0), ("a", "", 1), ("costs", "costs", 0), ("csots", "costs", 1), ("cost", "costs", 1),
            ("coasts", "costs", 1), ("cozts", "costs", 1), ("COSTS", "costs", 0), ("abc", "cab", 2), ("é", "e", 1),
        ]
    )
    func counts(left: String, right: String, distance: Int) {
        #expect(EditDistance.between(left, right, bound: 3) == distance)
        #expect(EditDistance.between(right, left, bound: 3) == distance)
        if distance > 0 { #expect(EditDistance.between(left, right, bound: distance - 1) == nil) }
    }

    /// The definition, word for word.
    private func plain(_ a: ArraySlice<Character>, _ b: ArraySlice<Character>) -> Int {
        guard let x = a.last else { return b.count }
        guard let y = b.last else { return a.count }
        let (shorterA, shorterB) = (a.dropLast(), b.dropLast())
        var best = min(plain(shorterA, b) + 1, plain(a, shorterB) + 1, plain(shorterA, shorterB) + (x == y ? 0 : 1))
        if a.count > 1, b.count > 1, x == shorterB.last, y == shorterA.last {
            best = min(best, plain(shorterA.dropLast(), shorterB.dropLast()) + 1)
        }
        return best
    }

    @Test("The distance is what its definition says")
    func agreesWithDefinition() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            let (a, b) = (random.text(of: "abc", upTo: 5), random.text(of: "abc", upTo: 5))
            let expected = plain(Array(a)[...], Array(b)[...])
            for bound in 0...5 {
                #expect(EditDistance.between(a, b, bound: bound) == (expected <= bound ? expected : nil))
            }
        }
    }

    @Test("The nearest word is found, or none")
    func findsNearest() {
        let words = ["costs", "notifications", "read", "unread"]
        #expect(EditDistance.nearest(to: "cost", in: words) == "costs")
        #expect(EditDistance.nearest(to: "noti", in: words) == "notifications")
        #expect(EditDistance.nearest(to: "xyz", in: words) == nil)
        #expect(EditDistance.nearest(to: "", in: words) == nil)
        #expect(EditDistance.nearest(to: String(repeating: "c", count: 1 << 20), in: words) == nil)
    }
}
