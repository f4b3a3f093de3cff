// SPDX-License-Identifier: MIT

internal import TerminalText

extension Word {
    /// Returns `text` as it is written in a command: bare where it can be, else in quotes.
    package static func quoted(_ text: String) -> String {
        if canStandBare(text) { return text }
        if !text.unicodeScalars.contains(where: { $0 == "'" || mustBeEscaped($0) }) { return "'\(text)'" }
        var written = "\""
        for scalar in text.unicodeScalars { appendEscaped(scalar, to: &written) }
        return written + "\""
    }

    /// Appends one scalar as it is written inside `"…"`.
    static func appendEscaped(_ scalar: Unicode.Scalar, to written: inout String) {
        switch scalar {
        case "\"": written += "\\\""
        case "\\": written += "\\\\"
        case "\n": written += "\\n"
        case "\t": written += "\\t"
        case _ where mustBeEscaped(scalar): written += "\\u{\(String(scalar.value, radix: 16))}"
        default: written.unicodeScalars.append(scalar)
        }
    }

    /// Whether the text is one word without quotes.
    static func canStandBare(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first != "#", text.unicodeScalars.last != "\\" else {
            return false
        }
        return !text.unicodeScalars.contains { scalar in
            scalar == " " || scalar == "'" || scalar == "\"" || mustBeEscaped(scalar)
        }
    }

    /// Whether a scalar is written as an escape, so that a line stays a line and shows what it holds.
    private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool { isUnsafeForTerminal(scalar) }
}
