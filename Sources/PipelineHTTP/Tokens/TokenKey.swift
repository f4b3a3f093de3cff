// SPDX-License-Identifier: MIT

internal import Crypto
internal import CryptoExtras

/// A public key that signatures are checked with; it knows the one algorithm that it is for.
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

    /// Whether a signature is the key's.
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
