// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Rows of JSON: one object a line, or a text that is an object or an array of them.
extension RowAssembler {
    mutating func readLine(of source: inout RowSource) throws(StoreError) {
        let bytes = source.lines.bytes
        let line = source.lines.line
        do throws(StoreError) {
            beginRow()
            try readMembers(of: bytes.span.extracting(source.lines.range), "row", &source)
            try endRow(line: line)
        } catch {
            try source.refuse(error, line: line)
        }
    }

    mutating func readBody(_ body: Span<UInt8>, with source: inout RowSource) throws(StoreError) {
        guard Self.isArray(body) else { return try readItem(body, number: 1, &source) }
        var items = JSONArrayReader()
        do throws(JSONError) { try items.open(body) } catch { throw error.described(name: "body") }
        var number = 0
        while let item = try Self.next(body, &items) {
            number &+= 1
            do throws(StoreError) {
                try readItem(body.extracting(item.range), number: number, &source)
            } catch {
                throw StoreError(error.code, "item \(number): \(error.details)")
            }
        }
    }

    private mutating func readItem(
        _ item: Span<UInt8>,
        number: Int,
        _ source: inout RowSource
    ) throws(StoreError) {
        beginRow()
        try readMembers(of: item, "body", &source)
        try endRow(line: number)
    }

    private static func isArray(_ body: Span<UInt8>) -> Bool {
        for index in body.indices where !JSONScanner.isWhiteSpace(body[index]) {
            return body[index] == UInt8(ascii: "[")
        }
        return false
    }

    private static func next(_ body: Span<UInt8>, _ items: inout JSONArrayReader) throws(StoreError) -> JSONToken? {
        do throws(JSONError) { return try items.next(body) } catch { throw error.described(name: "body") }
    }

    /// Reads the members of an object; `name` is what an error about the JSON itself is about.
    private mutating func readMembers(
        of text: Span<UInt8>,
        _ name: String,
        _ source: inout RowSource
    ) throws(StoreError) {
        do throws(JSONError) { try source.reader.open(text) } catch { throw error.described(name: name) }
        var hint = 0
        while let member = try Self.nextMember(text, name, &source.reader) {
            guard let column = column(of: member.key, hint: &hint, text, &source.scratch) else {
                throw unknownColumn(member.key.string(in: text))
            }
            let value = member.value
            if value.kind == .null {
                setNull(column)
            } else if holdsJSON(column) {
                set(column, value, text)
            } else if value.hasEscapes {
                source.scratch.removeAll(keepingCapacity: true)
                value.appendContent(in: text, to: &source.scratch)
                try set(column, value.form, source.scratch.span)
            } else {
                try set(column, value.form, text.extracting(value.content))
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

    private func column(
        of key: JSONToken,
        hint: inout Int,
        _ text: Span<UInt8>,
        _ scratch: inout [UInt8]
    ) -> Column? {
        guard key.hasEscapes else { return column(named: text.extracting(key.content), hint: &hint) }
        scratch.removeAll(keepingCapacity: true)
        key.appendContent(in: text, to: &scratch)
        return column(named: scratch.span, hint: &hint)
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
