// SPDX-License-Identifier: MIT

package import PipelineCore
internal import TerminalText

/// What stands between bytes that are made for programs and a terminal that shows them.
///
/// JSON stays valid JSON: what steers a terminal, or hides or reorders text, becomes a `\u` escape inside its string. In
/// CSV it becomes a visible escape, line ends inside fields too. On a terminal that shows no UTF-8 all that is not ASCII
/// is escaped; tables, which are safe already, get ASCII in its place.
package struct TerminalEscaping: Sendable {
    /// What the bytes are written in.
    package enum Language: Hashable, Sendable {
        case text
        case json
        case csv
    }

    private let language: Language
    private let isUTF8: Bool
    /// Whether the bytes so far end inside a quoted field.
    private var isQuoted = false
    private var decoder = UTF8Decoder()

    /// Starts with the first byte of something written in a language.
    package init(_ language: Language, isUTF8: Bool) {
        self.language = language
        self.isUTF8 = isUTF8
    }

    /// Adds bytes as the terminal may see them; a scalar may begin in one piece and end in the next.
    ///
    /// - Complexity: O(*n*).
    package mutating func append(_ bytes: UnsafeRawBufferPointer, to writer: inout ByteWriter) {
        if language == .text, isUTF8 {
            writer.append(bytes)
            return
        }
        decoder.append(bytes)
        while let scalar = decoder.next() {
            if scalar.isASCII {
                append(ascii: UInt8(truncatingIfNeeded: scalar.value), to: &writer)
            } else {
                append(scalar, to: &writer)
            }
        }
    }

    private mutating func append(ascii byte: UInt8, to writer: inout ByteWriter) {
        if language == .csv, byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        let isLineEnd = byte == UInt8(ascii: "\n") && !isQuoted
        guard language != .text, !isLineEnd, byte < 0x20 || byte == 0x7F else {
            writer.append(byte)
            return
        }
        if language == .json, byte != 0x7F {
            // JSON has control characters only as space between its tokens.
            writer.append(UInt8(ascii: " "))
        } else {
            escape(Unicode.Scalar(byte), to: &writer)
        }
    }

    private func append(_ scalar: Unicode.Scalar, to writer: inout ByteWriter) {
        if isUTF8, !isUnsafeForTerminal(scalar) {
            writer.append(String(scalar))
        } else if language == .text {
            writer.append(Self.standIn(for: scalar))
        } else {
            escape(scalar, to: &writer)
        }
    }

    private func escape(_ scalar: Unicode.Scalar, to writer: inout ByteWriter) {
        guard language == .json else {
            let isControl = scalar.value < 0x20
            writer.append(isControl ? safeForTerminal(String(scalar)) : "\\u{\(String(scalar.value, radix: 16))}")
            return
        }
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
            let digits = String(unit, radix: 16)
            writer.append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
        }
    }

    /// ASCII that takes as many columns as the scalar.
    private static func standIn(for scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "─": "-"
        case "●": "*"
        case "…": "~"
        case "‘", "’": "'"
        case "“", "”": "\""
        case "–", "—": "-"
        default: String(repeating: "?", count: DisplayWidth.of(String(scalar)))
        }
    }
}
