// SPDX-License-Identifier: MIT

/// Why a text is no value of its type: a rule that the text breaks, as the end of a sentence.
///
/// The caller, who knows the field, puts the name and the text in front: ``described(field:text:)``.
public struct ValueError: Error, Hashable, Sendable {
    /// The broken rule, for example `has more than 12 decimals`.
    public let rule: String

    /// Makes an error from the broken rule.
    public init(_ rule: String) {
        self.rule = rule
    }

    /// The error of the field called `field` whose text was `text`.
    public func described(field: String, text: some StringProtocol) -> StoreError {
        .invalid(field, "\(field) '\(Self.excerpt(text))' \(rule)")
    }

    /// At most 80 scalars of `text`, so that an error stays readable whatever came in.
    public static func excerpt(_ text: some StringProtocol) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 80, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return String(text) }
        return String(String.UnicodeScalarView(scalars[..<end])) + "…"
    }
}
