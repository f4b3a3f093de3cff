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
    init?(_ token: [UInt8], _ work: inout ByteWork) {
        guard token.count <= Self.longestToken else { return nil }
        work.count(2 * token.count)
        guard let first = token.firstIndex(of: Self.dot),
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
    func header(_ work: inout ByteWork) -> TokenHeader? {
        Base64URL.decode(headerText, &work).flatMap { TokenHeader($0, &work) }
    }

    /// The payload's claims; nil if it is not canonical base64url, which has no dot, or not a payload that is accepted.
    func claims(_ work: inout ByteWork) -> TokenClaims? {
        Base64URL.decode(payloadText, &work).flatMap { TokenClaims($0, &work) }
    }

    /// The signature; nil if it is not canonical base64url.
    func signature(_ work: inout ByteWork) -> [UInt8]? {
        Base64URL.decode(signatureText, &work)
    }
}

/// A token's header: how the token says that it is signed.
struct TokenHeader {
    /// The algorithm.
    let algorithm: TokenAlgorithm
    /// The name of the key.
    let keyID: [UInt8]?

    /// Members that change how a token is to be read, or bring a key along.
    private static let refusedNames = ["crit", "b64", "zip", "jwk", "jku"].map { Array($0.utf8) }

    /// The most members of a header: those that are registered are fewer, and anybody can send one.
    private static let mostMembers = 32

    /// Reads a header strictly; nil for anything else.
    fileprivate init?(_ json: [UInt8], _ work: inout ByteWork) {
        work.count(json.count)
        let text = json.span
        var reader = JSONObjectReader()
        var algorithm: TokenAlgorithm?
        var keyID: [UInt8]?
        do throws(JSONError) {
            try reader.open(text)
            var count = 0
            while let member = try reader.next(text) {
                count += 1
                guard count <= Self.mostMembers else { return nil }
                let name = member.key.bytes(in: text, &work)
                guard !Self.refusedNames.contains(name), !name.starts(with: "x5".utf8) else { return nil }
                let (isAlgorithm, isName) = (name.elementsEqual("alg".utf8), name.elementsEqual("kid".utf8))
                guard isAlgorithm || isName else { continue }
                guard member.value.kind == .string else { return nil }
                let value = member.value.bytes(in: text, &work)
                if isAlgorithm { algorithm = TokenAlgorithm(value) } else { keyID = value }
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
enum TokenAlgorithm: String, CaseIterable {
    /// HMAC with SHA-256 and the project's secret.
    case hs256 = "HS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"

    /// The algorithm with a name, byte by byte.
    init?(_ name: [UInt8]) {
        guard let algorithm = Self.allCases.first(where: { name.elementsEqual($0.rawValue.utf8) }) else { return nil }
        self = algorithm
    }
}
