// SPDX-License-Identifier: MIT

/// Why a request has no valid token: for the log and the figures, never for the client, and without the token.
enum TokenRefusal: Error, Hashable {
    /// No token was sent.
    case missing
    /// Several tokens were sent.
    case several
    /// It is not a token as they are written, or its claims are not of the types that they must have.
    case malformed
    /// It names a public key that is not among those that are known.
    case unknownKey(String)
    /// There is no key for its algorithm: it names no public key, or the server has no secret.
    case noKey(TokenAlgorithm)
    /// Its signature was not made with its key, or is of another algorithm than the key.
    case badSignature
    /// It expired, so many seconds ago.
    case expired(Int)
    /// It is not valid yet, or says that it comes from the future.
    case early
    /// Its issuer is another one.
    case wrongIssuer(String)
    /// Its audience is another one, or it does not name a user.
    case wrongAudience
    /// Its role is not served here.
    case wrongRole
    /// It is the platform's, where users are served.
    case platform

    /// The kind, as the figures have it.
    var kind: String {
        switch self {
        case .missing: "no_token"
        case .several: "several_tokens"
        case .malformed: "malformed"
        case .unknownKey: "unknown_key"
        case .noKey: "no_key"
        case .badSignature: "bad_signature"
        case .expired: "expired"
        case .early: "not_yet_valid"
        case .wrongIssuer: "wrong_issuer"
        case .wrongAudience: "wrong_audience"
        case .wrongRole: "wrong_role"
        case .platform: "platform_token"
        }
    }

    /// The reason, for whoever reads the log.
    var description: String {
        switch self {
        case .missing: "no token"
        case .several: "several tokens"
        case .malformed: "malformed"
        case .unknownKey(let name): "unknown kid '\(name)'"
        case .noKey(.hs256): "no secret for \(TokenAlgorithm.hs256.rawValue)"
        case .noKey(let algorithm): "no kid for \(algorithm.rawValue)"
        case .badSignature: "bad signature"
        case .expired(let seconds): "expired by \(seconds) s"
        case .early: "not yet valid"
        case .wrongIssuer(let name): "wrong issuer '\(name)'"
        case .wrongAudience: "wrong audience or subject"
        case .wrongRole: "wrong role"
        case .platform: "a platform's token"
        }
    }

    /// The most bytes of a name in a token that the log repeats.
    private static let longestName = 100

    private static func shortName(_ name: [UInt8]) -> String {
        String(decoding: name.prefix(longestName), as: UTF8.self)
    }

    /// The refusal of a token whose issuer is another one.
    static func wrongIssuer(_ name: [UInt8]?) -> TokenRefusal { .wrongIssuer(shortName(name ?? [])) }

    /// The refusal of a token whose key is not known.
    static func unknownKey(_ name: [UInt8]) -> TokenRefusal { .unknownKey(shortName(name)) }
}
