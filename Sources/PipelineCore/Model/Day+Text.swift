// SPDX-License-Identifier: MIT

extension Day {
    /// Parses a date as `2025-12-26`.
    ///
    /// - Throws: ``ValueError`` where the text has another form or names a day that does not exist.
    package init(parsing text: Span<UInt8>) throws(ValueError) {
        var cursor = ByteCursor()
        guard let day = cursor.takeDate(text), cursor.position == text.count else { throw .notADate }
        guard let day else { throw .noSuchDay }
        self = day
    }

    /// Parses a date as `2025-12-26`.
    package init(parsing text: some StringProtocol) throws(ValueError) {
        self = try text.withBytes { (bytes) throws(ValueError) in try Self(parsing: bytes) }
    }
}

extension Day: CustomStringConvertible {
    /// The date as `2025-12-26`.
    package var description: String {
        var writer = ByteWriter(capacity: 10)
        writer.append(self)
        return writer.text
    }
}

extension ValueError {
    static let notADate = ValueError("must be a date such as 2025-12-26")
    static let noSuchDay = ValueError("must be a date that exists")
}
