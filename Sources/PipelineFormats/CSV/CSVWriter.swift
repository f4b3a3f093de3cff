// SPDX-License-Identifier: MIT

package import PipelineCore

/// Writes fields of CSV: null as an empty field, empty text as `""`, quotes if the text needs them.
///
/// The caller writes the commas between the fields and the LF at the end of a line.
package struct CSVWriter: Sendable {
    /// Whether text that a spreadsheet would run gets a `'` in front (OWASP ASVS 1.2.10); else no value is altered.
    package let guardsSpreadsheets: Bool

    /// Makes a writer.
    package init(guardsSpreadsheets: Bool = false) {
        self.guardsSpreadsheets = guardsSpreadsheets
    }

    /// Writes the names of the columns as the first line.
    package func appendHeader(_ names: [String], to writer: inout ByteWriter) {
        for (index, name) in names.enumerated() {
            if index > 0 { writer.append(UInt8(ascii: ",")) }
            append(json: Array(name.utf8).span, to: &writer)
        }
        writer.append(UInt8(ascii: "\n"))
    }

    /// Writes a text, nil as null.
    package func append(_ text: String?, to writer: inout ByteWriter) {
        guard var text else { return }
        text.withUTF8 { append($0.span, to: &writer) }
    }

    /// Writes the bytes of a text.
    package func append(_ text: Span<UInt8>, to writer: inout ByteWriter) {
        if guardsSpreadsheets, text.count > 0, Self.startsFormula(text[0]) {
            var guarded: [UInt8] = [UInt8(ascii: "'")]
            guarded.append(text)
            append(json: guarded.span, to: &writer)
        } else {
            append(json: text, to: &writer)
        }
    }

    /// Writes JSON or another value that no spreadsheet takes for a formula, without a guard.
    package func append(json text: Span<UInt8>, to writer: inout ByteWriter) {
        guard Self.needsQuotes(text) else {
            writer.append(text)
            return
        }
        writer.reserve(text.count &* 2 &+ 2)
        writer.append(UInt8(ascii: "\""))
        var start = 0
        for index in text.indices where text[index] == UInt8(ascii: "\"") {
            writer.append(text.extracting(start...index))
            start = index
        }
        writer.append(text.extracting(start..<text.count))
        writer.append(UInt8(ascii: "\""))
    }

    /// Whether a spreadsheet takes a text with this first byte for something to run.
    static func startsFormula(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"): true
        case UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), 0: true
        default: false
        }
    }

    /// Whether a text would not come back as it is without quotes.
    private static func needsQuotes(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0 else { return true }
        if isBlank(text[0]) || isBlank(text[text.count &- 1]) { return true }
        // PostgreSQL takes a line of \. alone for the end of the data, U+FEFF at the start for a byte order mark.
        if text[0] == UInt8(ascii: "\\") || text[0] == 0xEF { return true }
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
            default: continue
            }
        }
        return false
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte >= 0x09 && byte <= 0x0D
    }
}
