// SPDX-License-Identifier: MIT

internal import Crypto
internal import CryptoExtras

/// The keys that tokens are verified with: the project's secret, and public keys by their names.
package struct TokenKeys: Sendable {
    private let secret: SymmetricKey?
    private let publicKeys: [[UInt8]: TokenKey]

    /// Makes a set of keys, which may be none if others are to come.
    ///
    /// - Throws: ``KeyError`` if there is none and must be one, or the secret is too short.
    package init(
        secret: [UInt8]?,
        publicKeys: PublicKeySet? = nil,
        mayBeNone: Bool = false
    ) throws(KeyError) {
        if let secret { try Self.checkLength(of: secret, name: "secret") }
        self.secret = secret.map { SymmetricKey(data: $0) }
        self.publicKeys = publicKeys?.keys ?? [:]
        guard secret != nil || !self.publicKeys.isEmpty || mayBeNone else {
            throw KeyError("There is no key to verify tokens with.")
        }
    }

    private init(secret: SymmetricKey?, publicKeys: [[UInt8]: TokenKey]) {
        self.secret = secret
        self.publicKeys = publicKeys
    }

    /// These keys and others; where both have a name, it is of these.
    func adding(_ others: PublicKeySet) -> TokenKeys {
        TokenKeys(secret: secret, publicKeys: publicKeys.merging(others.keys) { own, _ in own })
    }

    /// Checks that a token is signed as its header says, with the one key that the header may name.
    ///
    /// A name that a public key has binds that key and its algorithm; any other name, and none, means the secret.
    ///
    /// - Throws: ``TokenRefusal`` that says what is wrong with the header, the key or the signature.
    func checkSignature(of parts: TokenParts) throws(TokenRefusal) {
        var work = ByteWork()
        guard let header = parts.header(&work) else { throw .malformed }
        guard let signature = parts.signature(&work) else { throw .badSignature }
        if let name = header.keyID, let key = publicKeys[name] {
            guard key.algorithm == header.algorithm, key.isValid(signature, of: parts.signed) else {
                throw .badSignature
            }
            return
        }
        guard header.algorithm == .hs256 else {
            throw header.keyID.map { .unknownKey($0) } ?? .noKey(header.algorithm)
        }
        guard let secret else { throw .noKey(.hs256) }
        guard HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: parts.signed, using: secret) else {
            throw .badSignature
        }
    }

    /// The fewest bytes of a shared secret: those of the hash that it is used with (RFC 7518, section 3.2).
    private static let shortestSecret = 32

    fileprivate static func checkLength(of secret: [UInt8], name: String) throws(KeyError) {
        guard secret.count >= shortestSecret else {
            throw KeyError("The \(name) must have at least \(shortestSecret) bytes, not \(secret.count) bytes.")
        }
    }
}

/// A public key that signatures are verified with; it knows the one algorithm that it is for.
enum TokenKey: Sendable {
    /// A key on P-256.
    case es256(P256.Signing.PublicKey)
    /// An RSA key of 2,048 bits or more.
    case rs256(_RSA.Signing.PublicKey)

    /// The algorithm that the key is for.
    var algorithm: TokenAlgorithm {
        switch self {
        case .es256: .es256
        case .rs256: .rs256
        }
    }

    /// Whether a signature was made with the key.
    func isValid(_ signature: [UInt8], of signed: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .es256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: signed)
        case .rs256(let key):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
            return key.isValidSignature(signature, for: SHA256.hash(data: signed), padding: .insecurePKCS1v1_5)
        }
    }
}

/// The token with which the platform submits records: not a signed one, but a secret that both sides know.
package struct IngestToken: Sendable {
    private let key: SymmetricKey
    private let code: HMAC<SHA256>.MAC

    /// Makes the token from its bytes.
    ///
    /// - Throws: ``KeyError`` if it is too short.
    package init(_ token: [UInt8]) throws(KeyError) {
        try TokenKeys.checkLength(of: token, name: "ingest token")
        key = SymmetricKey(size: .bits256)
        code = HMAC<SHA256>.authenticationCode(for: token, using: key)
    }

    /// Whether another token is the same, compared in constant time.
    func isSame(as other: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: other, using: key)
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
