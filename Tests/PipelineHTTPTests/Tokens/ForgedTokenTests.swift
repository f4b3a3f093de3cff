// SPDX-License-Identifier: MIT

import Crypto
import CryptoExtras
import PipelineCore
import PipelineService
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A forged token", .serialized, .inTurn)
struct ForgedTokenTests {
    private let pairs: KeyPairs
    private let verifier: TokenVerifier

    init() throws {
        pairs = try KeyPairs()
        verifier = TokenVerifier(
            keys: try TokenKeys(
                secret: TokenMint.secret,
                publicKeys: try PublicKeySet(Array(try pairs.keySet().utf8))
            ),
            issuer: "https://x.supabase.co/auth/v1",
            ingestToken: nil,
            clock: .fixed(at: try Timestamp(parsing: TestServer.now))
        )
    }

    private func user(_ token: String) -> String? {
        guard case .user(let user) = try? verifier.verify(Array(token.utf8)) else { return nil }
        return user.id.description
    }

    private func genuine() throws -> [String] {
        let claims = TokenMint.claims()
        return [TokenMint.user(), try pairs.es256(claims), try pairs.rs256(claims)]
    }

    /// Genuine tokens hold before and after the forged ones, and no forged one does.
    private func expectRefused(_ forged: [String], _ location: SourceLocation = #_sourceLocation) throws {
        let genuine = try genuine()
        for token in genuine { #expect(user(token) == TokenMint.alice, sourceLocation: location) }
        for token in forged {
            if case .some = try? verifier.verify(Array(token.utf8)) {
                Issue.record("taken: \(token)", sourceLocation: location)
            }
        }
        for token in genuine { #expect(user(token) == TokenMint.alice, sourceLocation: location) }
    }

    @Test("A token with any bit of its signature flipped is refused")
    func flippedBits() throws {
        var forged: [String] = []
        for token in try genuine() {
            let parts = token.split(separator: ".")
            var work = ByteWork()
            let signature = try #require(Base64URL.decode(Array(parts[2].utf8)[...], &work))
            for bit in 0..<signature.count * 8 {
                var other = signature
                other[bit / 8] ^= 1 << UInt8(bit % 8)
                forged.append("\(parts[0]).\(parts[1]).\(TokenMint.base64(other))")
            }
            for length in [0, 1, signature.count - 1] {
                forged.append("\(parts[0]).\(parts[1]).\(TokenMint.base64(signature.prefix(length)))")
            }
            forged.append("\(parts[0]).\(parts[1]).\(TokenMint.base64(signature + [0]))")
        }
        #expect(forged.count > 2500)
        try expectRefused(forged)
    }

    @Test("A token with any character of its header or payload changed is refused")
    func changedText() throws {
        var forged: [String] = []
        for token in try genuine() {
            let bytes = Array(token.utf8)
            let end = try #require(bytes.lastIndex(of: UInt8(ascii: ".")))
            for index in 0..<end {
                var other = bytes
                other[index] = other[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                forged.append(String(decoding: other, as: UTF8.self))
            }
        }
        try expectRefused(forged)
    }

    @Test("A token of another algorithm, or of none, is refused")
    func algorithms() throws {
        let claims = TokenMint.claims()
        let values = [
            #""none""#, #""None""#, #""NONE""#, #""""#, "null", #"["HS256"]"#, #"{"a":1}"#, "256", "true", #""hs256""#,
            #""HS384""#, #""HS512""#, #""PS256""#, #""ES384""#, #""EdDSA""#, #""HS256 ""#, #""HS256\u0000""#,
        ]
        var forged = values.flatMap { value in
            ["", ",\"kid\":\"ec1\"", ",\"kid\":\"rs1\"", ",\"kid\":\"zz\""]
                .flatMap { kid in
                    let header = "{\"alg\":\(value)\(kid)}"
                    return [TokenMint.sign(header, claims), TokenMint.signed(header, claims) + "."]
                }
        }
        forged.append(TokenMint.sign("{}", claims))
        forged.append(TokenMint.sign(#"{"typ":"JWT"}"#, claims))
        forged.append(TokenMint.sign(#"{"Alg":"HS256"}"#, claims))
        try expectRefused(forged)
    }

    @Test("A token that is signed with a public key as the secret is refused")
    func confusion() throws {
        let claims = TokenMint.claims()
        let point = pairs.curve.publicKey
        let secrets: [[UInt8]] = [
            Array(point.rawRepresentation), Array(point.x963Representation), Array(point.pemRepresentation.utf8),
            Array(pairs.modulus.publicKey.pemRepresentation.utf8), Array(pairs.modulus.publicKey.derRepresentation),
            Array(try pairs.keySet().utf8), Array(try pairs.modulus.publicKey.getKeyPrimitives().modulus), [0],
            [UInt8](repeating: 0, count: 32), TokenMint.otherSecret,
        ]
        var forged: [String] = []
        for secret in secrets {
            for kid in ["", ",\"kid\":\"ec1\"", ",\"kid\":\"rs1\"", ",\"kid\":\"other\""] {
                for algorithm in ["HS256", "RS256", "ES256"] {
                    forged.append(TokenMint.sign("{\"alg\":\"\(algorithm)\"\(kid)}", claims, secret: secret))
                }
            }
        }
        // The right signatures under the wrong names.
        forged.append(try pairs.es256(claims, header: #"{"alg":"ES256","kid":"rs1"}"#))
        forged.append(try pairs.es256(claims, header: #"{"alg":"RS256","kid":"ec1"}"#))
        forged.append(try pairs.es256(claims, header: #"{"alg":"ES256"}"#))
        forged.append(try pairs.es256(claims, header: #"{"alg":"HS256","kid":"ec1"}"#))
        forged.append(try pairs.rs256(claims, header: #"{"alg":"RS256","kid":"ec1"}"#))
        forged.append(try pairs.rs256(claims, header: #"{"alg":"RS256","kid":"unknown"}"#))
        forged.append(try pairs.rs256(claims, header: #"{"alg":"PS256","kid":"rs1"}"#))
        forged.append(TokenMint.sign(#"{"alg":"HS256","kid":"ec1"}"#, claims))
        forged.append(TokenMint.sign(#"{"alg":"HS256","kid":"rs1"}"#, claims))
        try expectRefused(forged)
    }

    @Test("A token whose kid has a wrong type is refused", arguments: ["null", "1", "[]", "{}", "true", #"["ec1"]"#])
    func keyNames(kid: String) throws {
        try expectRefused([TokenMint.sign("{\"alg\":\"HS256\",\"kid\":\(kid)}", TokenMint.claims())])
    }

    @Test("A token whose header has more members than anybody needs is refused before they are all read")
    func manyMembers() throws {
        func header(_ count: Int) -> String {
            "{" + (1..<count).map { "\"m\($0)\":0," }.joined() + "\"alg\":\"HS256\"}"
        }
        try expectRefused([TokenMint.sign(header(33), TokenMint.claims())])
        #expect(user(TokenMint.sign(header(32), TokenMint.claims())) == TokenMint.alice)
    }

    @Test("A token that brings its own rules or keys is refused")
    func headers() throws {
        let claims = TokenMint.claims()
        let members = [
            #""crit":["exp"]"#, #""crit":[]"#, #""b64":false"#, #""b64":true"#, #""zip":"DEF""#, #""jwk":{}"#,
            #""jku":"https://e.example""#, #""x5c":[]"#, #""x5u":"https://e.example""#, #""x5t":"a""#,
            #""x5t#S256":"a""#, #""\u0063rit":[]"#, #""alg":"HS256""#, #""\u0061lg":"HS256""#, #""kid":"a","kid":"a""#,
            #""a":1,"a":1"#, #""a":{"b":1,"b":2}"#,
        ]
        var forged = members.map { TokenMint.sign("{\"alg\":\"HS256\",\($0)}", claims) }
        for header in [
            #"{"alg":"HS256",}"#, #"{"alg":"HS256"} x"#, #"["HS256"]"#, #""HS256""#, "", " ", "{", #"{'alg':'HS256'}"#,
            "{\"alg\":\"HS256\"}\u{0}", #"{alg:"HS256"}"#, "\u{feff}{\"alg\":\"HS256\"}",
            #"{"alg":"HS256"}{"alg":"HS256"}"#,
        ] {
            forged.append(TokenMint.sign(header, claims))
        }
        try expectRefused(forged)
    }

    @Test("A token in any other encoding is refused")
    func spelling() throws {
        var forged: [String] = []
        for token in try genuine() {
            let parts = token.split(separator: ".").map(String.init)
            forged += [
                token + "=", token + "==", token + ".", "." + token, token + " ", " " + token, token + "\n",
                token + "\u{0}", token.replacing(".", with: ".."), token + "." + parts[2], parts[0] + "." + parts[1],
                parts[0], "", ".", "..", "...", parts[0] + ".." + parts[2], "." + parts[1] + "." + parts[2],
                parts[0] + "=." + parts[1] + "." + parts[2], parts[0] + "." + parts[1] + "=." + parts[2],
                token.replacing("-", with: "+").replacing("_", with: "/") + "+",
            ]
            // The bits of the last character that no byte takes: the same bytes in another spelling.
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            let last = try #require(token.last)
            let value = try #require(alphabet.firstIndex(of: last))
            for bit in [1, 2] where parts[2].count % 4 == 3 || parts[2].count % 4 == 2 {
                forged.append(token.dropLast() + String(alphabet[value ^ bit]))
            }
        }
        forged.append(TokenMint.user(TokenMint.alice, ["x": "\"" + String(repeating: "a", count: 8192) + "\""]))
        try expectRefused(forged)
    }

    @Test("A token with claims that do not hold is refused")
    func claims() throws {
        let now = TokenMint.now
        let changes: [(String, [String?])] = [
            (
                "exp",
                [
                    nil, "null", "0", "-1", "\(now)", "\(now - 1)", "\"\(now + 60)\"", "1e308", "1e999",
                    "9007199254740992",
                    "[]", "true", "{}", "-\(now + 60)",
                ]
            ),
            ("nbf", ["\(now + 31)", "\"1\"", "null", "1e400", "[]"]),
            ("iat", ["\(now + 31)", "\"1\"", "null", "true"]),
            (
                "aud",
                [
                    nil, "null", "\"anon\"", "\"\"", "[]", "[\"anon\"]", "[1]", "[\"authenticated\",1]", "{}",
                    "\"Authenticated\"", "\"authenticated \"", "\"authenticated\\u0000\"",
                ]
            ),
            (
                "iss",
                [
                    nil, "null", "\"supabase\"", "\"https://y.supabase.co/auth/v1\"",
                    "\"https://x.supabase.co/auth/v1/\"", "[]",
                ]
            ),
            (
                "role",
                [nil, "null", "\"anon\"", "\"authenticated \"", "[\"authenticated\"]", "\"admin\""]
            ),
            (
                "sub",
                [
                    nil, "null", "\"\"", "1", "\"1111111111114111811111111111111111111111\"", "\"alice\"",
                    "\"11111111-1111-4111-8111-11111111111\"", "\"11111111-1111-4111-8111-1111111111111\"",
                    "\"{11111111-1111-4111-8111-111111111111}\"", "\" 1111111-1111-4111-8111-111111111111\"", "[]",
                    "\"11111111-1111-4111-8111-11111111111g\"", "\"urn:uuid:11111111-1111-4111-8111-111111111111\"",
                ]
            ),
        ]
        var forged: [String] = []
        for (name, values) in changes {
            for value in values {
                let claims = TokenMint.claims(TokenMint.alice, [name: value])
                forged.append(TokenMint.sign(TokenMint.header, claims))
                forged.append(try pairs.es256(claims))
            }
            let twice = TokenMint.claims().dropLast() + ",\"\(name)\":\"\(TokenMint.bob)\"}"
            forged.append(TokenMint.sign(TokenMint.header, String(twice)))
        }
        for payload in ["", "{}", "[]", "null", "\"a\"", "{", TokenMint.claims() + TokenMint.claims()] {
            forged.append(TokenMint.sign(TokenMint.header, payload))
        }
        try expectRefused(forged)
    }

    @Test("A forged token does not authenticate the platform either")
    func platform() throws {
        let end = TokenMint.now + 60
        let payloads = [
            #"{"role":"service_role"}"#, #"{"iss":"supabase","role":"service_role"}"#,
            #"{"iss":"evil","role":"service_role","exp":\#(end)}"#,
            #"{"iss":"","role":"service_role","exp":\#(end)}"#, #"{"iss":null,"role":"service_role","exp":\#(end)}"#,
            #"{"iss":"Supabase","role":"service_role","exp":\#(end)}"#,
            #"{"iss":"supabase-demo2","role":"service_role","exp":\#(end)}"#,
            #"{"role":"service_role","exp":\#(TokenMint.now)}"#,
            #"{"iss":"supabase","role":"service_role","exp":\#(TokenMint.now)}"#,
            #"{"iss":"supabase","role":"anon","exp":\#(end)}"#,
            #"{"iss":"supabase","role":["service_role"],"exp":\#(end)}"#,
        ]
        var forged = payloads.map { TokenMint.sign(TokenMint.header, $0) }
        let keyOfNoIssuer = #"{"role":"service_role","exp":\#(end)}"#
        forged.append(TokenMint.sign(TokenMint.header, keyOfNoIssuer, secret: TokenMint.otherSecret))
        try expectRefused(forged)
        guard case .platform = try? verifier.verify(Array(TokenMint.service.utf8)) else {
            Issue.record("a genuine key is refused")
            return
        }
    }
}
