// SPDX-License-Identifier: MIT

/// A set of option names in one machine word.
package struct OptionNameSet: Hashable, Sendable {
    private var bits: UInt64 = 0

    /// Makes an empty set.
    package init() {}

    /// Whether the set has no names.
    package var isEmpty: Bool { bits == 0 }

    /// Whether the set has `name`.
    package func contains(_ name: OptionName) -> Bool { bits & Self.bit(name) != 0 }

    /// Adds `name`; returns whether it was new.
    @discardableResult
    package mutating func insert(_ name: OptionName) -> Bool {
        let isNew = !contains(name)
        bits |= Self.bit(name)
        return isNew
    }

    /// The bit of `name`: there are fewer than 64 names.
    private static func bit(_ name: OptionName) -> UInt64 { 1 &<< UInt64(name.rawValue) }
}

extension OptionNameSet: ExpressibleByArrayLiteral {
    /// Makes a set of the names.
    package init(arrayLiteral elements: OptionName...) {
        for name in elements { insert(name) }
    }
}
