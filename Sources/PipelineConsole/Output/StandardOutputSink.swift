// SPDX-License-Identifier: MIT

internal import LineEditing
internal import PipelineAnswers
internal import PipelineCore
internal import PipelineService

/// Standard output as the place of an export: the file byte for byte, or on a terminal with its controls escaped.
struct StandardOutputSink: ByteSink {
    private let isTerminal = Terminal.standardOutput.isTerminal
    private var escaping: TerminalEscaping?
    private var isAtLineStart = true

    /// How many bytes a terminal is sent before it is looked whether the export should stop.
    private static let pieceLength = 4_096

    mutating func write(_ bytes: UnsafeRawBufferPointer, unless stop: StopSignal) throws(StoreError) {
        let isWritten: Bool
        if isTerminal, let first = bytes.first {
            // Lines of JSON begin with a brace, CSV with the name of a column.
            let language: TerminalEscaping.Language = first == UInt8(ascii: "{") ? .json : .csv
            var shown = ByteWriter(capacity: bytes.count)
            var escaping = self.escaping ?? TerminalEscaping(language, isUTF8: Terminal.isUTF8)
            escaping.append(bytes, to: &shown)
            self.escaping = escaping
            isWritten = shown.withBytes { write($0, unless: stop) }
        } else {
            isWritten = StandardStream.output.write(bytes)
        }
        guard isWritten else {
            throw StoreError(.cancelled, "Standard output was closed by its reader.")
        }
    }

    /// Writes to a terminal, which is slow; false if it is gone.
    private mutating func write(_ bytes: UnsafeRawBufferPointer, unless stop: StopSignal) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty, !stop.isSet {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.pieceLength))
            isAtLineStart = piece.last == UInt8(ascii: "\n")
            guard StandardStream.output.write(piece) else { return false }
            rest = rest.dropFirst(piece.count)
        }
        return true
    }

    mutating func finish() throws(StoreError) {}

    mutating func discard() {
        // What is said of the end begins a line of its own.
        if isTerminal, !isAtLineStart { StandardStream.output.write("\n") }
    }
}
