// SPDX-License-Identifier: MIT

internal import PipelineCore

/// Rows of a JSON text that is one object or an array of them.
extension RowFeed {
    /// Reads a whole body; the line of a row is its number in the array, from 1 on.
    mutating func readBody(_ body: Span<UInt8>) throws(StoreError) {
        guard Self.isArray(body) else { return try readItem(body, number: 1) }
        var items = JSONArrayReader()
        do throws(JSONError) { try items.open(body) } catch { throw error.described(name: "body") }
        var number = 0
        while let item = try Self.next(body, &items) {
            number &+= 1
            do throws(StoreError) {
                try readItem(body.extracting(item.range), number: number)
            } catch {
                throw StoreError(error.code, "item \(number): \(error.details)")
            }
        }
    }

    private mutating func readItem(_ item: Span<UInt8>, number: Int) throws(StoreError) {
        assembler.beginRow()
        try Self.read(item, "body", &reader, &assembler, &scratch)
        try assembler.endRow(line: number)
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
}
