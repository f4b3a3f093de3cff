// SPDX-License-Identifier: MIT

internal import LineEditing
internal import PipelineCore
internal import PipelineService
internal import PipelineShell

/// Standard output as the place of an export: the file byte for byte, or on a terminal with its controls escaped.
struct StandardOutputSink: ByteSink {
    private let isTerminal = Terminal.standardOutput.isTerminal
    private var escaping: TerminalEscaping?

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        let isWritten: Bool
        if isTerminal, let first = bytes.first {
            // Lines of JSON begin with a brace, CSV with the name of a column.
            let language: TerminalEscaping.Language = first == UInt8(ascii: "{") ? .json : .csv
            var shown = ByteWriter(capacity: bytes.count)
            var escaping = self.escaping ?? TerminalEscaping(language, isUTF8: Terminal.isUTF8)
            escaping.append(bytes, to: &shown)
            self.escaping = escaping
            isWritten = shown.withBytes { StandardStream.output.write($0) }
        } else {
            isWritten = StandardStream.output.write(bytes)
        }
        guard isWritten else {
            throw StoreError(.cancelled, "Nobody reads standard output any more.")
        }
    }

    mutating func finish() throws(StoreError) {}

    mutating func discard() {}
}
