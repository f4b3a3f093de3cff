// SPDX-License-Identifier: MIT

internal import PipelineSimulation

/// Random numbers for tests: the same seed gives the same numbers, so that every failure can be repeated.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var numbers: SplitMix64

    /// Creates a generator from its seed.
    package init(seed: UInt64) {
        numbers = SplitMix64(seed: seed)
    }

    /// Returns the next 64 bits.
    package mutating func next() -> UInt64 { numbers.next() }

    /// Returns a number from 0 to just below `bound`, which is positive.
    package mutating func below(_ bound: Int) -> Int { numbers.number(below: bound) }

    /// Returns true in so many percent of all cases.
    package mutating func chance(percent: Int) -> Bool { below(100) < percent }

    /// Returns true once in so many cases.
    package mutating func once(in times: Int) -> Bool { below(times) == 0 }

    /// Returns a text of up to `length` scalars of an alphabet.
    package mutating func text(of alphabet: String, upTo length: Int) -> String {
        let scalars = Array(alphabet.unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<below(length + 1) { text.append(scalars[below(scalars.count)]) }
        return String(text)
    }
}
