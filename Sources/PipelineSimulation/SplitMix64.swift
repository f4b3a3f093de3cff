// SPDX-License-Identifier: MIT

/// A small random number generator that depends on its seed alone, on every machine and with every compiler.
///
/// The standard library may change the numbers of its `random(in:using:)` from version to version; these never change.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates a generator from its seed.
    package init(seed: UInt64) {
        state = seed
    }

    /// Creates a generator from any number of words, each of which affects all numbers.
    package init(mixing words: some Sequence<UInt64>) {
        state = 0
        for word in words { state = next() ^ word }
        state = next()
    }

    /// Returns the next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value &>> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value &>> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value &>> 31
    }

    /// Returns a number from 0 to just below `bound`, which is positive.
    package mutating func number(below bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Returns a number in a range.
    package mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + number(below: range.count)
    }

    /// Returns an element of a nonempty array.
    package mutating func element<Element>(of elements: [Element]) -> Element {
        elements[number(below: elements.count)]
    }
}
