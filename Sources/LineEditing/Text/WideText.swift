// SPDX-License-Identifier: MIT

private import CLineEditing

/// Conversions between Swift's text and the C library's wide characters.
enum WideText {
    /// Returns the text's scalars with a terminating zero; a zero inside becomes U+FFFD.
    static func array(_ text: some Sequence<Unicode.Scalar>) -> [UInt32] {
        var wide = text.map { $0.value == 0 ? 0xFFFD : $0.value }
        wide.append(0)
        return wide
    }

    /// Returns the text's scalars with a terminating zero; a zero inside becomes U+FFFD.
    static func array(_ text: String) -> [UInt32] {
        array(text.unicodeScalars)
    }

    /// Returns the text of wide characters; what is not a scalar becomes U+FFFD.
    static func string(_ wide: some Sequence<UInt32>) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: wide.map { Unicode.Scalar($0) ?? "\u{FFFD}" })
        return String(scalars)
    }

    /// Returns the cells that libedit takes for a scalar.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        Int(line_editing_width(scalar.value))
    }

    /// Returns the cells that text without tabs and newlines takes.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }
}
