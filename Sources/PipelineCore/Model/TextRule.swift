// SPDX-License-Identifier: MIT

/// The rule of a text field: how many characters (Unicode scalars) it may have.
package struct TextRule: Sendable {
    /// The allowed numbers of characters.
    package let length: ClosedRange<Int>

    /// The rule of `cost_type` and of a notification's `type`.
    package static let type = TextRule(length: 1...50)
    /// The rule of a notification's `title`.
    package static let title = TextRule(length: 1...200)

    /// Checks a text against the rule.
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
