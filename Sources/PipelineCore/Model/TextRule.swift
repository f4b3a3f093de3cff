// SPDX-License-Identifier: MIT

/// The rule of a text field: how many characters (Unicode scalars) it may have.
package struct TextRule: Sendable {
    /// The allowed numbers of characters.
    package let length: ClosedRange<Int>

    /// The rule of `cost_type` and of a notification's `type`.
    package static let type = TextRule(length: 1...50)
    /// The rule of a notification's `title`.
    package static let title = TextRule(length: 1...200)

    /// The rule of every other text.
    package static let any = TextRule(length: 0...Int.max)

    /// Checks a text that comes from outside: it must keep the rule, and be one that PostgreSQL can hold.
    ///
    /// - Throws: ``ValueError`` if the text is empty, too long, or has U+0000 in it.
    /// - Complexity: O(n) in the bytes of the text.
    package func admit(_ text: String) throws(ValueError) {
        try check(text)
        try Self.checkCharacters(of: text)
    }

    /// Refuses U+0000, which PostgreSQL can hold in no text.
    package static func checkCharacters(of text: String) throws(ValueError) {
        if text.withBytes({ $0.holdsZero }) { throw ValueError("must not contain U+0000") }
    }

    /// Checks the length of a text: what a store takes that was written before the other rules were.
    ///
    /// - Throws: ``ValueError`` if the text is empty or too long.
    /// - Complexity: O(n) in the bytes of the text.
    package func check(_ text: String) throws(ValueError) {
        if text.utf8.count <= length.upperBound, !text.isEmpty { return }
        let count = text.unicodeScalars.count
        guard length.contains(count) else {
            let rule = count == 0 ? "not be empty" : "have at most \(length.upperBound) characters, not \(count)"
            throw ValueError("must \(rule)", showsText: false)
        }
    }
}

extension Span<UInt8> {
    /// Whether one of the bytes is zero; eight of them are looked at in one step.
    var holdsZero: Bool {
        var position = 0
        while position &+ 8 <= count {
            // In bounds by the loop's condition; unaligned, since a text begins anywhere.
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
            position &+= 8
        }
        while position < count {
            if self[position] == 0 { return true }
            position &+= 1
        }
        return false
    }
}
