// SPDX-License-Identifier: MIT

internal import PipelineFormats

/// The three parts of a token; only their form has been checked.
struct TokenParts {
    /// The most bytes of a token.
    static let longestToken = 8192

    /// What is signed: the header, a dot, the payload.
    let signed: ArraySlice<UInt8>
    /// The signature as it was sent.
    let signatureText: ArraySlice<UInt8>
    private let headerText: ArraySlice<UInt8>
    private let payloadText: ArraySlice<UInt8>

    /// Takes a token apart; nil if it does not have the form of one.
    init?(_ token: [UInt8]) {
        guard token.count <= Self.longestToken, let first = token.firstIndex(of: Self.dot),
            let last = token.lastIndex(of: Self.dot), first < last
        else { return nil }
        headerText = token[..<first]
        payloadText = token[(first + 1)..<last]
        signatureText = token[(last + 1)...]
        signed = token[..<last]
        guard !headerText.isEmpty, !payloadText.isEmpty, !signatureText.isEmpty else { return nil }
    }

    private static let dot = UInt8(ascii: ".")

    /// The header; nil if it is not canonical base64url, or not a header that is accepted.
    var header: TokenHeader? { Base64URL.decode(headerText).flatMap { TokenHeader($0) } }
    /// The payload's JSON; nil if it is not canonical base64url, which has no dot.
    var payload: [UInt8]? { Base64URL.decode(payloadText) }
    /// The signature; nil if it is not canonical base64url.
    var signature: [UInt8]? { Base64URL.decode(signatureText) }
}

/// A token's header: how the token says that it is signed.
struct TokenHeader {
    /// The algorithm.
    let algorithm: TokenAlgorithm
    /// The name of the key.
    let keyID: String?

    /// Members that change how a token is to be read, or bring a key along.
    private static let refusedNames: Set<String> = ["crit", "b64", "zip", "jwk", "jku"]

    /// Reads a header strictly; nil for anything else.
    fileprivate init?(_ json: [UInt8]) {
        let text = json.span
        var reader = JSONObjectReader()
        var algorithm: TokenAlgorithm?
        var keyID: String?
        do throws(JSONError) {
            try reader.open(text)
            while let member = try reader.next(text) {
                let name = member.key.string(in: text)
                guard !Self.refusedNames.contains(name), !name.hasPrefix("x5") else { return nil }
                guard name == "alg" || name == "kid" else { continue }
                guard member.value.kind == .string else { return nil }
                let value = member.value.string(in: text)
                if name == "alg" { algorithm = TokenAlgorithm(rawValue: value) } else { keyID = value }
            }
        } catch {
            return nil
        }
        guard let algorithm else { return nil }
        self.algorithm = algorithm
        self.keyID = keyID
    }
}

/// The signature algorithms that are accepted.
enum TokenAlgorithm: String {
    /// HMAC with SHA-256 and the project's secret.
    case hs256 = "HS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
}
