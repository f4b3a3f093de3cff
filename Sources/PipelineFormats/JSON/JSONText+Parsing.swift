// SPDX-License-Identifier: MIT

package import PipelineCore

extension JSONText {
    /// Parses a JSON value strictly and drops the white space outside of its strings; the rest stays byte for byte.
    ///
    /// - Throws: ``JSONError``, which says what is wrong and where.
    /// - Complexity: O(n).
    package init(parsing text: Span<UInt8>) throws(JSONError) {
        var scanner = JSONScanner()
        self = try scanner.scanDocument(text).json(in: text)
    }

    /// Parses a JSON value, as ``init(parsing:)`` does from bytes.
    package init(parsing text: some StringProtocol) throws(JSONError) {
        let compact = try text.withBytes { (bytes) throws(JSONError) -> JSONText? in
            var scanner = JSONScanner()
            let token = try scanner.scanDocument(bytes)
            return token.hasWhiteSpace || token.range != 0..<bytes.count ? token.json(in: bytes) : nil
        }
        self = compact ?? JSONText(validated: String(text))
    }

    /// Whether the value is `null`, which the store keeps as no value at all.
    package var isNull: Bool { text == "null" }
}
