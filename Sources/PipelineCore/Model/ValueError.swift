// SPDX-License-Identifier: MIT

/// Why a text is not a value of its type: what is expected instead.
///
/// Whoever knows the field makes the whole sentence of it: ``described(field:text:)``.
package struct ValueError: Error, Hashable, Sendable {
    /// What is expected, as it follows the name of the field: `must be low, medium or high`.
    package let expectation: String
    /// Whether the sentence shows the text.
    package let showsText: Bool

    /// Makes an error from what is expected.
    package init(_ expectation: String, showsText: Bool = true) {
        self.expectation = expectation
        self.showsText = showsText
    }

    /// An error about a text that is none of the names of a type's values.
    package init(mustBeOneOf names: [String]) {
        self.init("must be \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")")
    }

    /// Makes the error of the field called `field` whose text was `text`: the field, what is expected, the text.
    package func described(field: String, text: some StringProtocol) -> StoreError {
        let ending = showsText ? ", not '\(Self.excerpt(text))'." : "."
        return .invalid(field, "\(field) \(expectation)\(ending)")
    }

    /// At most 80 scalars of `text`, so that an error stays readable whatever came in.
    package static func excerpt(_ text: some StringProtocol) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 80, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return String(text) }
        return String(String.UnicodeScalarView(scalars[..<end])) + "…"
    }
}
