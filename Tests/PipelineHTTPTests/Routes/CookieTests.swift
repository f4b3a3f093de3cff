// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("A session cookie", .serialized, .inTurn)
struct CookieTests {
    private let session = #"{"access_token":"TOKEN","refresh_token":"r","user":{"access_token":"no"}}"#

    private func tokens(_ headers: [String], _ name: SessionCookies.Name = .anyProject) -> [String] {
        var work = ByteWork()
        let tokens = SessionCookies(name: name).tokens(in: headers.map { Array($0.utf8) }, &work)
        return tokens.map { String(decoding: $0, as: UTF8.self) }
    }

    private func percent(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func chunks(_ value: String, _ name: String, _ length: Int) -> String {
        var rest = value[...]
        var parts: [String] = []
        while !rest.isEmpty {
            parts.append("\(name).\(parts.count)=\(rest.prefix(length))")
            rest = rest.dropFirst(length)
        }
        return parts.reversed().joined(separator: "; ")
    }

    @Test("A session cookie gives its token in every form")
    func forms() {
        let base64 = "base64-" + TokenMint.base64(session.utf8)
        let name = "sb-abc-auth-token"
        #expect(tokens(["sb-access-token=TOKEN"]) == ["TOKEN"])
        #expect(tokens(["a=b; sb-access-token=TOKEN ;c=d", "e=f"]) == ["TOKEN"])
        #expect(tokens(["x=y", "sb-access-token=TOKEN"]) == ["TOKEN"])
        let partly = session.replacing("\"", with: "%22").replacing(",", with: "%2C")
        for value in [
            base64, session, percent(session), partly, #"["TOKEN","r",null,null,null]"#, percent(#"["TOKEN"]"#),
            "[%22TOKEN%22%2Cnull]",
        ] {
            #expect(tokens(["\(name)=\(value)"]) == ["TOKEN"])
            #expect(tokens(["\(name)=\"\(value)\""]) == ["TOKEN"])
            // A short piece of bare JSON could look like a quoted value.
            let least = (value.count + SessionCookies.mostChunks - 1) / SessionCookies.mostChunks
            for length in value == session || value.hasPrefix("[") ? [3180] : [max(least, 3), least + 9, 3180] {
                #expect(tokens([chunks(value, name, length)]) == ["TOKEN"], "\(value) \(length)")
            }
            #expect(tokens(["\(name)=\(value); \(name).0=base64-zzz"]) == ["TOKEN"])
            #expect(tokens(["mine=\(value)"], .exact("mine")) == ["TOKEN"])
            #expect(tokens([chunks(value, "mine", 200)], .exact("mine")) == ["TOKEN"])
        }
        #expect(tokens(["sb-my-host-auth-token=\(session)"]) == ["TOKEN"])
        #expect(tokens(["sb-access-token=; \(name)=\(session)"]) == ["TOKEN"])
    }

    @Test("A session cookie is read no further than the first gap in its chunks")
    func gaps() {
        let base64 = "base64-" + TokenMint.base64(session.utf8)
        let half = base64.count / 2
        #expect(tokens(["sb-a-auth-token.0=\(base64.prefix(half)); sb-a-auth-token.2=\(base64.dropFirst(half))"]) == [])
        #expect(tokens(["sb-a-auth-token.0=\(base64); sb-a-auth-token.2=x"]) == ["TOKEN"])
        #expect(tokens(["sb-a-auth-token.1=\(base64)"]) == [])
    }

    @Test(
        "A cookie of another kind is not read",
        arguments: [
            "sb-a-auth-token-code-verifier", "sb-a-auth-token-user", "sb-flow-auth-token", "sb-a-flow-b-auth-token",
            "sb--auth-token.x", "sb-auth-token", "a-auth-token", "xsb-a-auth-token", "sb-a-auth-tokens",
            "SB-a-auth-token",
        ]
    )
    func neighbours(name: String) {
        #expect(tokens(["\(name)=\(session)"]) == [])
        #expect(tokens(["sb-b-auth-token=\(session)"], .exact("sb-a-auth-token")) == [])
    }

    @Test(
        "A cookie whose value is not a session gives nothing",
        arguments: [
            "", "x", "base64-", "base64-!!", "base64-e30", "{}", "[]", "[1]", "null", "{\"access_token\":1}", "%7",
            "%zz",
            "{\"access_token\":\"a\",\"access_token\":\"b\"}", "{\"access_token\":\"a\"} x", "\"TOKEN\"", "%ff%fe",
            "[\"a\"",
        ]
    )
    func noSession(value: String) {
        #expect(tokens(["sb-a-auth-token=\(value)"]) == [])
    }

    @Test("A cookie authenticates the user over the wire, but never the platform")
    func overTheWire() async throws {
        try await TestServer.run { (server: TestServer) async throws in
            let session = #"{"access_token":"\#(TokenMint.user())"}"#
            let value = "base64-" + TokenMint.base64(session.utf8)
            for cookie in [
                "sb-access-token=\(TokenMint.user())", "sb-x-auth-token=\(value)", chunks(value, "sb-x-auth-token", 99),
            ] {
                #expect(try await server.send("GET", "/api/costs", fields: ["Cookie: \(cookie)"]).status == 200)
            }
            let platform = "Cookie: sb-access-token=\(TokenMint.service)"
            let fields = [platform, "Content-Type: application/json"]
            #expect(try await server.send("POST", "/api/costs", fields: fields, body: "[]").status == 401)
            let both = ["Cookie: sb-access-token=\(TokenMint.user())"]
            #expect(try await server.send("GET", "/api/costs", token: TokenMint.expired, fields: both).status == 401)
            #expect(
                try await server.send("GET", "/api/costs", fields: both + ["Authorization: Basic YTpi"]).status == 200
            )
        }
    }
}
