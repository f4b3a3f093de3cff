// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("The program's options", .serialized, .inTurn)
struct ServerOptionTests {
    private let secret = String(decoding: TokenMint.secret, as: UTF8.self)

    @Test(
        "Wrong options end the server with status 2 and name the option",
        arguments: [
            ([], "SUPABASE_JWT_SECRET"), (["--jwt-secret-file", "/nonexistent/secret"], "/nonexistent/secret"),
            (["--jwks-file", "/nonexistent/keys"], "/nonexistent/keys"), (["--port", "65536"], "--port"),
            (["--jwks-url", "http://keys.example/"], "--jwks-url"), (["--jwks-url", ""], "--jwks-url"),
            (["--port", "x"], "--port"), (["--idle-timeout", "0"], "--idle-timeout"),
            (["--drain", "86401"], "--drain"), (["--log-level", "loud"], "--log-level"),
            (["--log-format", "xml"], "--log-format"),
            (["--keep", "1"], "--keep"),
            (["--snapshot-every", "0"], "--snapshot-every"), (["--fsync", "maybe"], "--fsync"),
            (["--now", "yesterday"], "--now"), (["--store", ""], "--store"),
            (["--memory", "--store", "x"], "--memory"),
            (["--jwt-secret", "x"], "--jwt-secret"), (["extra"], "extra"),
            (["--ingest-token-file", "/nonexistent/token"], "/nonexistent/token"),
        ]
    )
    func refusals(options: [String], word: String) throws {
        let server = try ServerProcess(options, environment: options.isEmpty ? [:] : ["SUPABASE_JWT_SECRET": secret])
        #expect(try server.exitStatus() == 2)
        #expect(server.log.contains(word), "\(server.log)")
    }

    @Test(
        "A secret or token that is too short ends the server with status 2",
        arguments: ["--jwt-secret-file", "--ingest-token-file"]
    )
    func shortSecrets(option: String) throws {
        let place = try ServerPlace()
        let file = try place.directory.write("short", String(repeating: "a", count: 31))
        let server = try ServerProcess(place.options + [option, file], environment: ["SUPABASE_JWT_SECRET": secret])
        #expect(try server.exitStatus() == 2)
        #expect(server.log.contains("31 bytes"))
        #expect(!server.log.contains("aaaa"))
    }

    @Test("A private key among the public ones ends the server with status 2 and the key's name")
    func privateKey() throws {
        let place = try ServerPlace()
        let keys = #"{"keys":[{"kid":"mine","kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"c2VjcmV0"}]}"#
        let file = try place.directory.write("keys", keys)
        let server = try ServerProcess(place.options + ["--jwks-file", file])
        #expect(try server.exitStatus() == 2)
        #expect(server.log.contains("The key 'mine' is a private key"), "\(server.log)")
        #expect(!server.log.contains("c2VjcmV0"))
    }

    @Test("The options --help and --version end the server with status 0", arguments: ["--help", "--version"])
    func information(option: String) throws {
        #expect(try ServerProcess([option]).exitStatus() == 0)
    }

    @Test("Options that are not given come from the environment")
    func environment() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(
            ["--port", "0", "--now", TestServer.now],
            environment: [
                "SUPABASE_JWT_SECRET": secret, "SUPABASE_URL": "https://proj.supabase.co/",
                "PIPELINE_STORE": place.directory.file("store"),
            ]
        )
        let client = try server.client()
        let issuer = "\"https://proj.supabase.co/auth/v1\""
        let own = TokenMint.user(TokenMint.alice, ["iss": issuer])
        #expect(try await client.send("GET", "/api/costs", token: own).status == 200)
        #expect(try await client.send("GET", "/api/costs", token: TokenMint.user()).status == 401)
        let session = #"{"access_token":"\#(own)"}"#
        for (name, status) in [("sb-proj-auth-token", 200), ("sb-other-auth-token", 401)] {
            let answer = try await client.send("GET", "/api/costs", fields: ["Cookie: \(name)=\(session)"])
            #expect(answer.status == status)
        }
        #expect(
            try await client.post("/api/costs", #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1}"#).status
                == 201
        )
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
        #expect(place.snapshots.count == 2)
    }

    @Test("Options take precedence over the environment")
    func precedence() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(
            try place.optionsWithSecret() + ["--issuer", "https://x.supabase.co/auth/v1", "--cookie-name", "mine"],
            environment: [
                "SUPABASE_JWT_SECRET": String(decoding: TokenMint.otherSecret, as: UTF8.self),
                "SUPABASE_URL": "https://proj.supabase.co", "PIPELINE_STORE": place.directory.file("other"),
            ]
        )
        let client = try server.client()
        #expect(try await client.send("GET", "/api/costs", token: TokenMint.user()).status == 200)
        let session = #"{"access_token":"\#(TokenMint.user())"}"#
        for (name, status) in [("mine", 200), ("sb-proj-auth-token", 401)] {
            let answer = try await client.send("GET", "/api/costs", fields: ["Cookie: \(name)=\(session)"])
            #expect(answer.status == status)
        }
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
        #expect(!place.directory.contains("other"))
    }

    @Test("Options switch on the metrics, the origins, the log and the platform's token")
    func switches() async throws {
        let place = try ServerPlace()
        let token = String(repeating: "t", count: 32)
        let file = try place.directory.write("token", (token + "\n"))
        let server = try ServerProcess(
            try place.optionsWithSecret() + [
                "--metrics", "--allow-origin", "https://a.example", "--allow-origin", "https://b.example",
                "--ingest-token-file", file, "--log-level", "debug",
            ]
        )
        let client = try server.client()
        #expect(try await client.send("GET", "/metrics").text.contains("pipeline_store_users 0"))
        for origin in ["https://a.example", "https://b.example"] {
            let answer = try await client.send("GET", "/health", fields: ["Origin: \(origin)"])
            #expect(answer["Access-Control-Allow-Origin"] == origin)
        }
        let fields = ["Content-Type: application/json"]
        #expect(try await client.send("POST", "/api/costs", token: token, fields: fields, body: "[]").status == 200)
        try await server.wait(for: "line in the log") { server.log.contains("path=/api/costs") }
        #expect(!server.log.contains(token))
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
    }

    @Test("Every line of the log is in the format of --log-format", arguments: LogFormat.allCases)
    func logFormat(format: LogFormat) async throws {
        let place = try ServerPlace()
        let keys = try place.directory.write("keys", #"{"keys":[{"kid":"odd","kty":"OKP"}]}"#)
        let server = try ServerProcess(
            try place.optionsWithSecret() + [
                "--jwks-file", keys, "--log-format", format.rawValue, "--log-level", "trace",
            ]
        )
        let client = try server.client()
        #expect(try await client.send("GET", "/api/costs", token: TokenMint.user()).status == 200)
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
        let lines = server.log.split(separator: "\n")
        let start = format == .json ? "{\"time\":\"\(TestServer.now)\",\"level\":\"" : "pipeline-server: "
        #expect(lines.allSatisfy { $0.hasPrefix(start) && $0.hasSuffix("}") == (format == .json) }, "\(server.log)")
        #expect(lines.contains { $0.contains("answered") } && lines.contains { $0.contains("odd") })
    }

    @Test("A server with --memory keeps nothing")
    func memory() async throws {
        let server = try ServerProcess(
            ["--memory", "--port", "0", "--now", TestServer.now],
            environment: ["SUPABASE_JWT_SECRET": secret]
        )
        let client = try server.client()
        #expect(try await client.send("GET", "/health").text.contains(#""storage":"memory""#))
        #expect(
            try await client.post("/api/costs", #"{"user_id":"\#(TokenMint.alice)","cost_type":"c","amount":1}"#).status
                == 201
        )
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
    }

    @Test("An address in use ends the server with status 1, a store that cannot be opened with 3")
    func startFailures() async throws {
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret())
        let client = try server.client()
        let other = try ServerPlace()
        var options = try other.optionsWithSecret()
        options[options.count - 3] = "\(client.port)"
        let second = try ServerProcess(options)
        #expect(try second.exitStatus() == 1)
        #expect(second.log.contains("cannot listen"))
        try other.directory.write("store", [])
        #expect(try ServerProcess(try other.optionsWithSecret()).exitStatus() == 3)
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
    }
}
