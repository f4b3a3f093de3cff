// SPDX-License-Identifier: MIT

import Crypto
import CryptoExtras

/// Makes tokens, genuine and forged.
enum TokenMint {
    static let secret = Array("a-secret-of-more-than-thirty-two-bytes".utf8)
    static let otherSecret = Array("another-secret-of-more-than-32-bytes".utf8)
    static let alice = "11111111-1111-4111-8111-111111111111"
    static let bob = "22222222-2222-4222-8222-222222222222"
    /// The seconds of 2026-01-15T12:00:00Z.
    static let now = 1_768_478_400
    static let header = #"{"alg":"HS256","typ":"JWT"}"#

    static func claims(_ user: String = alice, _ changes: [String: String?] = [:]) -> String {
        var members = [
            "iss": "\"https://x.supabase.co/auth/v1\"", "aud": "\"authenticated\"", "role": "\"authenticated\"",
            "sub": "\"\(user)\"", "iat": "\(now - 10)", "exp": "\(now + 3600)",
        ]
        for (name, value) in changes { members[name] = value }
        return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    static func user(_ user: String = alice, _ changes: [String: String?] = [:]) -> String {
        sign(header, claims(user, changes))
    }

    static var service: String {
        sign(header, #"{"iss":"supabase","role":"service_role","iat":1,"exp":\#(now + 3600)}"#)
    }

    static var anonymous: String {
        sign(header, #"{"iss":"supabase","role":"anon","iat":1,"exp":\#(now + 3600)}"#)
    }

    static var expired: String { user(alice, ["exp": "\(now)"]) }

    static func signed(_ header: String, _ claims: String) -> String {
        base64(Array(header.utf8)) + "." + base64(Array(claims.utf8))
    }

    static func sign(_ header: String, _ claims: String, secret: [UInt8] = secret) -> String {
        let text = signed(header, claims)
        return text + "." + base64(mac(text, secret: secret))
    }

    static func mac(_ text: String, secret: [UInt8] = secret) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: secret)))
    }

    static func base64(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var text = ""
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
            bits &= 0xFFFF
        }
        if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
        return text
    }
}

/// Key pairs with the set of their public halves.
struct KeyPairs: Sendable {
    let curve = P256.Signing.PrivateKey()
    let modulus: _RSA.Signing.PrivateKey

    /// Makes pairs, with an RSA pair that was made before if there is one.
    init(modulus: _RSA.Signing.PrivateKey? = nil) throws {
        self.modulus = try modulus ?? _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    /// The key set, with the names `ec1` and `rs1`.
    func keySet() throws -> String {
        let point = Array(curve.publicKey.rawRepresentation)
        let parts = try modulus.publicKey.getKeyPrimitives()
        let (x, y) = (TokenMint.base64(point.prefix(32)), TokenMint.base64(point.suffix(32)))
        let (n, e) = (TokenMint.base64(parts.modulus), TokenMint.base64(parts.publicExponent))
        return """
            {"keys":[{"kid":"ec1","kty":"EC","crv":"P-256","x":"\(x)","y":"\(y)","use":"sig"},\
            {"kid":"rs1","kty":"RSA","n":"\(n)","e":"\(e)"}]}
            """
    }

    func es256(_ claims: String, header: String = #"{"alg":"ES256","kid":"ec1"}"#) throws -> String {
        let text = TokenMint.signed(header, claims)
        return text + "." + TokenMint.base64(try curve.signature(for: Array(text.utf8)).rawRepresentation)
    }

    func rs256(_ claims: String, header: String = #"{"alg":"RS256","kid":"rs1"}"#) throws -> String {
        let text = TokenMint.signed(header, claims)
        let digest = SHA256.hash(data: Array(text.utf8))
        let signature = try modulus.signature(for: digest, padding: .insecurePKCS1v1_5)
        return text + "." + TokenMint.base64(signature.rawRepresentation)
    }
}
