// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Rows of JSON Lines.
extension RowFeed {
    mutating func readObject() throws(StoreError) {
        let bytes = lines.bytes
        do throws(StoreError) {
            assembler.beginRow()
            try Self.read(bytes.span.extracting(lines.range), "row", &reader, &assembler, &scratch)
            try assembler.endRow(line: lines.line)
        } catch {
            try refuse(error, line: lines.line)
        }
    }

    /// Reads the members of an object; `name` is what an error about the JSON itself is about.
    static func read(
        _ text: Span<UInt8>,
        _ name: String,
        _ reader: inout JSONObjectReader,
        _ assembler: inout Assembler,
        _ scratch: inout [UInt8]
    ) throws(StoreError) {
        do throws(JSONError) { try reader.open(text) } catch { throw error.described(name: name) }
        var hint = 0
        while let member = try nextMember(text, name, &reader) {
            guard let column = column(of: member.key, hint: hint, text, assembler, &scratch) else {
                throw .unknownColumn(member.key.string(in: text), among: Assembler.columnNames)
            }
            hint = column &+ 1
            let value = member.value
            if value.kind == .null {
                assembler.setNull(column)
            } else if assembler.holdsJSON(column) {
                set(column, value, text, &assembler)
            } else if value.hasEscapes {
                scratch.removeAll(keepingCapacity: true)
                value.appendContent(in: text, to: &scratch)
                try assembler.set(column, value.form, scratch.span)
            } else {
                try assembler.set(column, value.form, text.extracting(value.content))
            }
        }
    }

    private static func nextMember(
        _ text: Span<UInt8>,
        _ name: String,
        _ reader: inout JSONObjectReader
    ) throws(StoreError) -> JSONMember? {
        do throws(JSONError) { return try reader.next(text) } catch { throw error.described(name: name) }
    }

    private static func column(
        of key: JSONToken,
        hint: Int,
        _ text: Span<UInt8>,
        _ assembler: Assembler,
        _ scratch: inout [UInt8]
    ) -> Int? {
        guard key.hasEscapes else { return assembler.column(named: text.extracting(key.content), hint: hint) }
        scratch.removeAll(keepingCapacity: true)
        key.appendContent(in: text, to: &scratch)
        return assembler.column(named: scratch.span, hint: hint)
    }
}

extension JSONToken {
    /// How the text of the value was written.
    fileprivate var form: ValueForm {
        switch kind {
        case .string: .string
        case .number: .number
        case .boolean: .boolean
        case .object, .array, .null: .structure
        }
    }
}
