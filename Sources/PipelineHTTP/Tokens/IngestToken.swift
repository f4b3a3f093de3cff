// SPDX-License-Identifier: MIT

internal import Crypto

/// The token with which the platform hands over records: no signed one, a secret that both sides know.
package struct IngestToken: Sendable {
    private let key: SymmetricKey
    private let code: HMAC<SHA256>.MAC

    /// Makes the token from its bytes.
    ///
    /// - Throws: ``KeyError`` where it is too short.
    package init(_ token: [UInt8]) throws(KeyError) {
        guard token.count >= TokenKeys.shortestSecret else {
            throw KeyError("The ingest token has \(token.count) bytes; it must have \(TokenKeys.shortestSecret).")
        }
        key = SymmetricKey(size: .bits256)
        code = HMAC<SHA256>.authenticationCode(for: token, using: key)
    }

    /// Whether another token is the same; the time that takes says nothing about how much of it is.
    func isSame(as other: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: other, using: key)
    }
}
