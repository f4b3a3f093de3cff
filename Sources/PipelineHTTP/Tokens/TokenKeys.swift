// SPDX-License-Identifier: MIT

internal import Crypto

/// The keys that tokens are checked with: the project's secret, and public keys by their names.
package struct TokenKeys: Sendable {
    /// The least bytes of a secret.
    package static let shortestSecret = 32

    private let secret: SymmetricKey?
    private let publicKeys: [String: TokenKey]

    /// Makes a set of keys.
    ///
    /// - Throws: ``KeyError`` where there is none, or the secret is too short.
    package init(secret: [UInt8]?, publicKeys: PublicKeySet? = nil) throws(KeyError) {
        if let secret, secret.count < Self.shortestSecret {
            throw KeyError("The secret has \(secret.count) bytes; it must have \(Self.shortestSecret) at least.")
        }
        self.secret = secret.map { SymmetricKey(data: $0) }
        self.publicKeys = publicKeys?.keys ?? [:]
        guard secret != nil || !self.publicKeys.isEmpty else {
            throw KeyError("There is no key that tokens could be checked with.")
        }
    }

    /// Whether a token is signed as its header says, with the one key that the header may name.
    ///
    /// A name that is a public key's binds that key and its algorithm; any other name, and none, means the secret.
    func isSigned(_ parts: TokenParts) -> Bool {
        guard let headerJSON = parts.header, let header = TokenHeader(headerJSON), let signature = parts.signature
        else { return false }
        if let name = header.keyID, let key = publicKeys[name] {
            return key.algorithm == header.algorithm && key.isValid(signature, of: parts.signed)
        }
        guard header.algorithm == .hs256, let secret else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: parts.signed, using: secret)
    }
}

/// Why keys cannot be used, as a sentence.
package struct KeyError: Error, Hashable, CustomStringConvertible {
    /// The sentence.
    package let description: String

    /// Makes an error from its sentence.
    package init(_ description: String) {
        self.description = description
    }
}
