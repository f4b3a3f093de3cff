// SPDX-License-Identifier: MIT

import PipelineSimulation
import TestSupport
import Testing

@Suite("The seeded generator", .serialized, .inTurn)
struct SplitMix64Tests {
    @Test("The generator gives the published numbers of SplitMix64")
    func publishedNumbers() {
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ]
        )
    }

    @Test("Numbers keep to their bounds and reach both of them", arguments: [1, 2, 3, 10, 100])
    func bounds(count: Int) {
        var generator = SplitMix64(seed: 7)
        let numbers = (0..<2000).map { _ in generator.number(in: 5...4 + count) }
        #expect(numbers.min() == 5)
        #expect(numbers.max() == 4 + count)
    }

    @Test("The numbers depend on every word that is mixed in, and on the order")
    func mixing() {
        let words: [[UInt64]] = [[], [0], [1], [0, 0], [0, 1], [1, 0], [1, 1]]
        let firsts = words.map { words in
            var generator = SplitMix64(mixing: words)
            return generator.next()
        }
        #expect(Set(firsts).count == words.count)
    }
}
