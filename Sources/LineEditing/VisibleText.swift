// SPDX-License-Identifier: MIT

/// Text whose control characters show as escapes instead of reaching the terminal.
enum VisibleText {
    /// Returns the text with every scalar that could change the terminal's state written as an escape.
    static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(contentsOf: escaped(scalar))
        }
        return String(result)
    }

    /// Returns the scalar itself, or `\u{…}` where it is not safe to write.
    static func escaped(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        guard isUnsafe(scalar) else { return String(scalar).unicodeScalars }
        return switch scalar {
        case "\n": "\\n".unicodeScalars
        case "\r": "\\r".unicodeScalars
        case "\t": "\\t".unicodeScalars
        default: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars
        }
    }

    /// Whether a scalar is a control, a line separator or one that turns the direction of writing.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
