// SPDX-License-Identifier: MIT

/// What the text of a row is, which says what rule it keeps.
package enum TextUse: Int, CaseIterable, Sendable {
    /// A JSON value without white space.
    case json
    /// The title of a notification.
    case title
    /// Any text.
    case any
}

/// Holds the texts of rows to the rules of their fields, each text once for each use, however many rows share it.
///
/// Rows are sound as soon as they refer to something; this looks at what they refer to. It takes as long as reading
/// the texts does, and is left to whoever verifies a file.
struct TextRules {
    private let texts: BlobStore
    /// Whether bytes are a JSON value as the store keeps one.
    private let isJSON: (Span<UInt8>) -> Bool
    /// The texts that were looked at, by use.
    private var seen = Array(repeating: BlobPlaces(), count: TextUse.allCases.count)

    init(_ texts: BlobStore, isJSON: @escaping (Span<UInt8>) -> Bool) {
        self.texts = texts
        self.isJSON = isJSON
    }

    /// Checks the texts of rows.
    ///
    /// - Complexity: O(n) in the rows and the bytes of their texts.
    mutating func check<Row: LedgerRow>(_ rows: ChunkedArray<Row>) throws(ValueError) {
        for number in rows.indices {
            let row = rows[number]
            guard row.isPresent else { continue }
            var flaw: String?
            row.forEachUse { reference, use in
                if flaw == nil, !reference.isNone, seen[use.rawValue].insert(reference) {
                    flaw = texts.withBytes(of: reference) { self.flaw(of: $0, use) }
                }
            }
            if let flaw { throw ValueError("has a \(Row.noun) with \(flaw) (\(row.id))") }
        }
    }

    private func flaw(of text: Span<UInt8>, _ use: TextUse) -> String? {
        if use == .json { return isJSON(text) ? nil : "JSON that is not valid" }
        if text.holdsZero { return "text that contains U+0000" }
        // The buffer is read before the closure returns.
        guard let text = text.withUnsafeBufferPointer({ String(validating: $0, as: UTF8.self) }) else {
            return "text that is not valid UTF-8"
        }
        return use == .title && (try? TextRule.title.check(text)) == nil ? "a title that breaks its rule" : nil
    }
}

extension LedgerState {
    /// Checks the texts of all rows, which putting a state together leaves alone.
    ///
    /// - Parameter isJSON: Whether bytes are a JSON value as the store keeps one.
    /// - Throws: ``ValueError`` that names the first row whose text breaks a rule.
    /// - Complexity: O(n)
    package func checkTexts(isJSON: @escaping (Span<UInt8>) -> Bool) throws(ValueError) {
        try costs.types.checkCharacters()
        try notifications.types.checkCharacters()
        var rules = TextRules(blobs, isJSON: isJSON)
        try rules.check(costs.rows)
        try rules.check(notifications.rows)
    }
}

extension RowBatch {
    /// Checks the texts of all rows, as ``LedgerState/checkTexts(isJSON:)`` does.
    package func checkTexts(isJSON: @escaping (Span<UInt8>) -> Bool) throws(ValueError) {
        try types.checkCharacters()
        var rules = TextRules(blobs, isJSON: isJSON)
        try rules.check(rows)
    }
}

extension NameTable {
    /// Checks what a table of names takes from a file and no command does.
    fileprivate func checkCharacters() throws(ValueError) {
        for name in nameList where name.withBytes({ $0.holdsZero }) {
            throw ValueError("has a type that contains U+0000 ('\(ValueError.excerpt(name))')")
        }
    }
}
