// SPDX-License-Identifier: MIT

internal import LineEditing
internal import PipelineAnswers
internal import PipelineCore
internal import TerminalText

/// The terminal that answers are written to, if standard output is one: what it may be sent, and what it has room for.
struct AnswerScreen: Sendable {
    /// Whether standard output is a terminal.
    let isTerminal = Terminal.standardOutput.isTerminal
    /// Whether it shows UTF-8.
    let isUTF8 = Terminal.isUTF8

    /// The rows that an answer may take, with the prompt below it.
    private var rows: Int { max(2, (Terminal.standardOutput.rows ?? 24) - 1) }
    private var columns: Int { max(1, Terminal.standardOutput.columns ?? 80) }

    /// What makes bytes of a format fit for the terminal; nil if they may be written as they are.
    func escaping(_ format: AnswerFormat) -> TerminalEscaping? {
        guard isTerminal, format.escaping != .text || !isUTF8 else { return nil }
        return TerminalEscaping(format.escaping, isUTF8: isUTF8)
    }

    /// Returns an answer as the terminal may see it.
    func fit(_ answer: consuming ByteWriter, _ format: AnswerFormat) -> ByteWriter {
        guard var escaping = escaping(format) else { return answer }
        var fit = ByteWriter(capacity: answer.count + 64)
        answer.withBytes { escaping.append($0, to: &fit) }
        return fit
    }

    /// Returns a text as the terminal may see it.
    func fit(_ text: String, _ format: AnswerFormat) -> String {
        guard escaping(format) != nil else { return text }
        var writer = ByteWriter(capacity: text.utf8.count)
        writer.append(text)
        return fit(writer, format).text
    }

    /// Whether a text takes more rows than there are.
    func isTooSmall(for text: borrowing ByteWriter) -> Bool {
        let limit = rows
        var used = 0
        return text.withBytes { bytes in
            for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
                used += rowCount(of: line)
                if used > limit { return true }
            }
            return false
        }
    }

    /// Returns the beginning of a text that fits, with the number of the lines that do not.
    func cut(_ text: consuming ByteWriter, leaving margin: Int) -> ByteWriter {
        guard isTooSmall(for: text) else { return text }
        let bytes = text.bytes
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        var left = rows - margin - 1
        var result = ByteWriter(capacity: bytes.count)
        var shown = 0
        for line in lines {
            left -= line.withUnsafeBytes { rowCount(of: $0[...]) }
            if left < 0 { break }
            result.append(line)
            result.append(UInt8(ascii: "\n"))
            shown += 1
        }
        result.append("\(isUTF8 ? "…" : "...") \(lines.count - shown) more lines\n")
        return result
    }

    /// The rows that a line takes.
    private func rowCount(of line: Slice<UnsafeRawBufferPointer>) -> Int {
        guard line.count > columns else { return 1 }
        var visible: [UInt8] = []
        var isInEscape = false
        for byte in line {
            if isInEscape {
                isInEscape = byte != UInt8(ascii: "m")
            } else if byte == 0x1B {
                isInEscape = true
            } else {
                visible.append(byte)
            }
        }
        let width = DisplayWidth.of(String(decoding: visible, as: UTF8.self))
        return max(1, (width + columns - 1) / columns)
    }
}
