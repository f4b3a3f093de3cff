// SPDX-License-Identifier: MIT

/// Why a request has no valid token: for the log and the figures, never for the client, and without the token.
enum TokenRefusal: Error, Hashable {
    /// No token was sent.
    case missing
    /// Several tokens were sent.
    case several
    /// It is not a token as they are written, or its claims are not of the types that they must have.
    case malformed
    /// It is not signed with a key that is known, or not with the one that it names.
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
        case .badSignature: "bad signature or unknown key"
        case .expired(let seconds): "expired by \(seconds) s"
        case .early: "not yet valid"
        case .wrongIssuer(let name): "wrong issuer '\(name)'"
        case .wrongAudience: "wrong audience or subject"
        case .wrongRole: "wrong role"
        case .platform: "a platform's token"
        }
    }

    /// The most characters of an issuer that the log repeats.
    private static let longestIssuer = 100

    /// The refusal of a token whose issuer is another one.
    static func wrongIssuer(_ name: [UInt8]?) -> TokenRefusal {
        .wrongIssuer(String(decoding: (name ?? []).prefix(longestIssuer), as: UTF8.self))
    }
}
