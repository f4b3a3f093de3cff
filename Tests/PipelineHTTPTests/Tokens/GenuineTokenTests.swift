// SPDX-License-Identifier: MIT

import CryptoExtras
import PipelineCore
import PipelineService
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A genuine token", .serialized, .inTurn)
struct GenuineTokenTests {
    private func verifier(_ keys: TokenKeys, at moment: String = TestServer.now) throws -> TokenVerifier {
        TokenVerifier(keys: keys, issuer: nil, ingestToken: nil, clock: .fixed(at: try Timestamp(parsing: moment)))
    }

    private func user(_ verifier: TokenVerifier, _ token: String) -> String? {
        guard case .user(let user) = try? verifier.verify(Array(token.utf8)) else { return nil }
        return user.id.description
    }

    @Test(
        "A genuine token is accepted in all of its forms",
        arguments: [
            [:], ["aud": "[\"x\",\"authenticated\"]"], ["nbf": "1768478430"], ["iat": "1768478430"], ["iss": nil],
            ["exp": "1768478400.5"], ["exp": "1.7684785e9"], ["exp": "9007199254740991"], ["is_anonymous": "true"],
            ["user_metadata": "{\"exp\":1,\"sub\":\"x\"}"], ["iat": nil],
        ] as [[String: String?]]
    )
    func forms(changes: [String: String?]) throws {
        let verifier = try verifier(try TokenKeys(secret: TokenMint.secret))
        #expect(user(verifier, TokenMint.user(TokenMint.alice, changes)) == TokenMint.alice)
    }

    @Test("A genuine token is accepted with an unknown kid, and with an uppercase subject")
    func foreignNames() throws {
        let pairs = try KeyPairs()
        let keys = try TokenKeys(secret: TokenMint.secret, publicKeys: PublicKeySet(Array(try pairs.keySet().utf8)))
        let token = TokenMint.sign(
            #"{"alg":"HS256","kid":"Z+/1"}"#,
            TokenMint.claims("ABCDEFAB-1111-4111-8111-111111111111")
        )
        #expect(user(try verifier(keys), token) == "abcdefab-1111-4111-8111-111111111111")
    }

    @Test(
        "A genuine service key is accepted without iss, as projects and the command-line tool make it, and without sub",
        arguments: [nil, "supabase", "supabase-demo", "https://x.supabase.co/auth/v1"]
    )
    func serviceKeys(issuer: String?) throws {
        let verifier = TokenVerifier(
            keys: try TokenKeys(secret: TokenMint.secret),
            issuer: "https://x.supabase.co/auth/v1",
            ingestToken: nil,
            clock: .fixed(at: try Timestamp(parsing: TestServer.now))
        )
        let name = issuer.map { "\"iss\":\"\($0)\"," } ?? ""
        let key = TokenMint.sign(TokenMint.header, "{\(name)\"role\":\"service_role\",\"exp\":\(TokenMint.now + 1)}")
        guard case .platform = try? verifier.verify(Array(key.utf8)) else {
            Issue.record("refused: \(issuer ?? "no iss")")
            return
        }
    }

    @Test("A genuine token is accepted until it expires, remembered or not")
    func expiry() throws {
        let keys = try TokenKeys(secret: TokenMint.secret)
        let token = TokenMint.user()
        #expect(user(try verifier(keys, at: "2026-01-15T12:59:59.999999Z"), token) != nil)
        #expect(user(try verifier(keys, at: "2026-01-15T13:00:00Z"), token) == nil)
        #expect(user(try verifier(keys, at: "2026-01-15T11:59:19Z"), token) == nil)
    }

    @Test("A genuine token is forgotten when the keys are replaced")
    func replacedKeys() throws {
        let verifier = try verifier(try TokenKeys(secret: TokenMint.secret))
        #expect(user(verifier, TokenMint.user()) == TokenMint.alice)
        verifier.replaceKeys(try TokenKeys(secret: TokenMint.otherSecret))
        #expect(user(verifier, TokenMint.user()) == nil)
    }

    @Test("A genuine token is valid after more tokens than are remembered")
    func manyTokens() throws {
        let verifier = try verifier(try TokenKeys(secret: TokenMint.secret))
        let first = TokenMint.user(TokenMint.bob)
        #expect(user(verifier, first) == TokenMint.bob)
        for number in 0..<2500 {
            #expect(user(verifier, TokenMint.user(TokenMint.alice, ["n": "\(number)"])) == TokenMint.alice)
        }
        #expect(user(verifier, first) == TokenMint.bob)
    }

    @Test("Unsound keys are refused")
    func keys() throws {
        #expect(throws: KeyError.self) { try TokenKeys(secret: Array(repeating: 65, count: 31)) }
        #expect(throws: KeyError.self) { try TokenKeys(secret: nil) }
        #expect(throws: KeyError.self) { try TokenKeys(secret: []) }
        #expect(throws: KeyError.self) { try IngestToken([1, 2, 3]) }
        let short = TokenMint.base64([0x80] + [UInt8](repeating: 1, count: 127))
        let point = TokenMint.base64([UInt8](repeating: 1, count: 32))
        for text in [
            "", "{}", "[]", #"{"keys":{}}"#, #"{"keys":[1]}"#, #"{"keys":[],"keys":[]}"#, #"{"keys":[]} x"#,
            #"{"keys":[{"kid":"a","kty":"RSA","n":"\#(short)","e":"AQAB"}]}"#, #"{"keys":[{"kid":"a","kty":"RSA"}]}"#,
            #"{"keys":[{"kid":"a","kty":"EC","crv":"P-256","x":"\#(point)","y":"\#(point)"}]}"#,
        ] {
            #expect(throws: KeyError.self, "\(text)") { try PublicKeySet(Array(text.utf8)) }
        }
        let set = try PublicKeySet(
            Array(
                #"""
                {"keys":[{"kid":"a","kty":"oct","k":"AA"},{"kid":"b","kty":"OKP","crv":"Ed25519","x":"AA"},
                {"kty":"EC"},{"kid":"c","kty":"RSA","use":"enc"},{"kid":"d","kty":"RSA","alg":"PS256"}]}
                """#
                .utf8
            )
        )
        #expect(set.keys.isEmpty)
        #expect(set.notices.count == 5)
    }

    @Test(
        "A private key in a key set is refused with its kid, and with what is to be done",
        arguments: [
            #"{"kid":"k","kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}"#,
            #"{"kid":"k","kty":"EC","d":"AA","use":"enc"}"#,
            #"{"kid":"k","kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}"#,
            #"{"kid":"k","kty":"RSA","n":"AA","e":"AQAB","p":"AA"}"#, #"{"kid":"k","kty":"RSA","d":null}"#,
            #"{"kid":"k","kty":"RSA","n":"AA","e":"AQAB","oth":[]}"#, #"{"kid":"k","d":1}"#,
        ]
    )
    func privateKeys(key: String) {
        let error = #expect(throws: KeyError.self) { try PublicKeySet(Array(#"{"keys":[\#(key)]}"#.utf8)) }
        let sentence = error?.description ?? ""
        #expect(sentence.contains("The key 'k' is a private key") && sentence.contains("public half"), "\(sentence)")
        let nameless = #expect(throws: KeyError.self) { try PublicKeySet(Array(#"{"keys":[{"d":"AA"}]}"#.utf8)) }
        #expect(nameless?.description.hasPrefix("The key without a kid is a private key") == true)
    }

    @Test(
        "A genuine token is accepted with keys in padded base64, in base64's other alphabet, and after a mark of order"
    )
    func spelledKeys() throws {
        // Among so many keys there are some with either character of either alphabet.
        for _ in 0..<16 {
            let pairs = try KeyPairs(modulus: Self.modulus)
            let set = try pairs.keySet()
            let claims = TokenMint.claims()
            for padded in [false, true] {
                for standard in [false, true] {
                    var text = set
                    for value in set.matches(of: /"(?:x|y|n|e)":"([^"]+)"/).map({ String($0.output.1) }) {
                        var other = standard ? value.replacing("-", with: "+").replacing("_", with: "/") : value
                        while padded, other.count % 4 != 0 { other += "=" }
                        text = text.replacing(value, with: other)
                    }
                    for mark in ["", "\u{feff}"] {
                        let keys = try TokenKeys(secret: nil, publicKeys: PublicKeySet(Array((mark + text).utf8)))
                        let verifier = try verifier(keys)
                        #expect(user(verifier, try pairs.es256(claims)) == TokenMint.alice)
                        #expect(user(verifier, try pairs.rs256(claims)) == TokenMint.alice)
                    }
                }
            }
        }
        for value in ["AQAB=", "AQ=", "=", "====", "A=QB", "AQAB===="] {
            let set = try KeyPairs(modulus: Self.modulus).keySet().replacing("AQAB", with: value)
            #expect(throws: KeyError.self, "\(value)") { try PublicKeySet(Array(set.utf8)) }
        }
    }

    /// Made once, since that takes as long as all the rest.
    private static let modulus = try? _RSA.Signing.PrivateKey(keySize: .bits2048)
}
