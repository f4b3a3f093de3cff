// SPDX-License-Identifier: MIT

internal import PipelineCore

/// What was written for numbers of a state, the owner or the type of a row, ready to be written again.
///
/// Neighbouring rows have them in common: rendering them for each takes an eighth of an answer's time.
struct RenderedTexts: Sendable {
    private struct Entry: Sendable {
        var number: UInt32?
        var bytes: [UInt8] = []
    }

    private var entries: [Entry]

    /// Makes a memo for so many numbers, a power of two; others take the place of those with the same last bits.
    init(capacity: Int) {
        entries = [Entry](repeating: Entry(), count: capacity)
    }

    /// Writes the text of a number, which `render` writes if it is not known.
    @inline(__always)
    mutating func append(_ number: UInt32, to writer: inout ByteWriter, render: (inout ByteWriter) -> Void) {
        let place = Int(number) & (entries.count &- 1)
        if entries[place].number != number {
            var text = ByteWriter(capacity: 128)
            render(&text)
            entries[place] = Entry(number: number, bytes: text.bytes)
        }
        let bytes = entries[place].bytes
        writer.append(bytes.span)
    }
}
