// SPDX-License-Identifier: MIT

/// A user's e-mail address, unique without regard to case.
package struct EmailAddress: Sendable {
    /// The address as it was given.
    package let text: String
    /// The address in lower case, by which it is found and compared.
    package let key: String

    /// Checks and takes an address: something, an `@`, something; no white space, no control character.
    ///
    /// - Throws: ``ValueError`` if the text is not an address or longer than 254 bytes (RFC 5321).
    package init(parsing text: some StringProtocol) throws(ValueError) {
        let scalars = text.unicodeScalars
        guard text.utf8.count <= 254 else { throw ValueError("must be at most 254 bytes long") }
        guard let at = scalars.lastIndex(of: "@"), at != scalars.startIndex,
            scalars.index(after: at) != scalars.endIndex,
            !scalars.contains(where: { $0.properties.isWhitespace || $0.properties.generalCategory == .control })
        else { throw ValueError("must be an e-mail address") }
        self.text = String(text)
        key = text.lowercased()
    }
}
