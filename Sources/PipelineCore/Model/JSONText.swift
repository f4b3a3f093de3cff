// SPDX-License-Identifier: MIT

/// A JSON value as its text, valid and without white space outside of strings.
///
/// The text is kept as it was given: the order of members, the spelling of numbers and the escapes of strings.
package struct JSONText: Sendable {
    /// The text of the value.
    package let text: String

    /// Takes a text that a strict parser has read and compacted.
    package init(validated text: String) {
        self.text = text
    }

    /// Takes bytes that a strict parser has read and compacted.
    package init(validatedBytes bytes: Span<UInt8>) {
        // The buffer is read before the closure returns.
        text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

extension JSONText: Hashable {
    /// Whether two texts are the same bytes; canonically equivalent characters are not the same.
    package static func == (lhs: JSONText, rhs: JSONText) -> Bool { lhs.text.hasSameBytes(as: rhs.text) }

    /// Feeds the bytes of the text to a hasher.
    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension String {
    /// Whether two strings are the same bytes, unlike `==`, for which canonically equivalent characters are equal.
    package func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes { bytes in other.withBytes { bytes.hasSameBytes(as: $0) } }
    }
}
