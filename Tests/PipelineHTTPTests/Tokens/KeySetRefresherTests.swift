// SPDX-License-Identifier: MIT

import Foundation
import Synchronization
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("Keys from an address", .serialized, .inTurn)
struct KeySetRefresherTests {
    /// An address of keys, a clock, and what came of both.
    private final class Place: Sendable {
        struct State {
            var answer: Result<String, KeyError>
            var readings = 0
            var now = ContinuousClock.now
            var taken: [[String]] = []
            var outcomes: [KeySetRefresher.Outcome] = []
            var gate: CheckedContinuation<Void, Never>?
        }

        let state: Mutex<State>
        private let isHeld: Bool

        init(_ names: [String], isHeld: Bool = false) {
            state = Mutex(State(answer: .success(Self.set(names))))
            self.isHeld = isHeld
        }

        static func set(_ names: [String]) -> String {
            // The generator of P-256, which is a point on it.
            let (x, y) = ("axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY", "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU")
            let keys = names.map { #"{"kid":"\#($0)","kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)"}"# }
            return #"{"keys":[\#(keys.joined(separator: ","))]}"#
        }

        func serve(_ names: [String]) { state.withLock { $0.answer = .success(Self.set(names)) } }
        func serve(_ text: String) { state.withLock { $0.answer = .success(text) } }
        func fail() { state.withLock { $0.answer = .failure(KeyError("the endpoint is down")) } }
        func advance(by distance: Duration) { state.withLock { $0.now += distance } }
        var readings: Int { state.withLock { $0.readings } }
        var taken: [[String]] { state.withLock { $0.taken } }
        var outcomes: [KeySetRefresher.Outcome] { state.withLock { $0.outcomes } }

        func refresher() -> KeySetRefresher {
            KeySetRefresher(
                read: { () async throws(KeyError) in
                    if self.isHeld {
                        await withCheckedContinuation { gate in self.state.withLock { $0.gate = gate } }
                    }
                    let answer = self.state.withLock { state in
                        state.readings += 1
                        return state.answer
                    }
                    return Array(try answer.get().utf8)
                },
                now: { self.state.withLock { $0.now } },
                take: { keys in
                    let names = keys.keys.keys.map { String(decoding: $0, as: UTF8.self) }
                    self.state.withLock { $0.taken.append(names.sorted()) }
                },
                report: { outcome in self.state.withLock { $0.outcomes.append(outcome) } }
            )
        }
    }

    @Test("Keys from an address are read for an unknown name at most once in 30 seconds, whoever names it")
    func rate() async {
        let place = Place(["a"])
        let refresher = place.refresher()
        await refresher.refresh()
        for _ in 0..<50 { await refresher.refreshForUnknownKey() }
        #expect(place.readings == 2)
        place.advance(by: .seconds(30) - .nanoseconds(1))
        await refresher.refreshForUnknownKey()
        #expect(place.readings == 2)
        place.advance(by: .nanoseconds(1))
        await refresher.refreshForUnknownKey()
        #expect(place.readings == 3)
        // What is the same is not taken again, so that no token is forgotten for it.
        #expect(place.taken == [["a"]])
        #expect(place.outcomes == [.changed(notices: []), .unchanged, .unchanged])
    }

    @Test("Keys from an address are read once for all who wait for them")
    func together() async {
        let place = Place(["a"], isHeld: true)
        let refresher = place.refresher()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { await refresher.refreshForUnknownKey() } }
            let deadline = Deadline()
            while place.state.withLock({ $0.gate }) == nil, !deadline.hasPassed { await Task.yield() }
            for _ in 0..<20 { group.addTask { await refresher.refreshForUnknownKey() } }
            place.state.withLock { $0.gate }?.resume()
        }
        #expect(place.readings == 1)
        #expect(place.taken == [["a"]])
    }

    @Test("Keys from an address stay while it fails, or holds what cannot be taken, and are replaced after that")
    func failures() async {
        let place = Place(["a"])
        let refresher = place.refresher()
        await refresher.refresh()
        place.fail()
        #expect(await refresher.pause == .seconds(600))
        #expect(await refresher.refresh() == .failed("the endpoint is down"))
        #expect(await refresher.pause == .seconds(30))
        for text in ["", "<html>", #"{"keys":[{"kid":"a","kty":"RSA"}]}"#, #"{"keys":[{"kid":"p","d":"AA"}]}"#] {
            place.serve(text)
            guard case .failed = await refresher.refresh() else {
                Issue.record("taken: \(text)")
                continue
            }
        }
        #expect(place.taken == [["a"]])
        place.serve(["b", "c"])
        #expect(await refresher.refresh() == .changed(notices: []))
        #expect(place.taken == [["a"], ["b", "c"]])
    }

    @Test(
        "Keys from an address are read by https, or by http on this machine",
        arguments: [
            "https://abc.supabase.co/auth/v1/.well-known/jwks.json", "https://h", "https://h:8443/?a=b",
            "http://127.0.0.1:54321/auth/v1/.well-known/jwks.json", "http://127.9.8.7/", "http://localhost/x",
            "http://[::1]:80/", "https://[2001:db8::1]/",
        ]
    )
    func addresses(text: String) throws {
        #expect(try KeySetAddress(parsing: text).text == text)
    }

    @Test(
        "Keys from an address are not read by http from elsewhere, nor from what is no address",
        arguments: [
            "http://abc.supabase.co/", "http://10.0.0.1/", "http://127.0.0.1.evil.example/", "http://localhost.evil/",
            "http://127.0.0.1@evil.example/", "http://127.0.0.1:x@evil.example/", "https://user@h/", "http://[::2]/",
            "http://127.0.0.1:80:80/", "http://127.0.0/", "http://127.0.0.256/", "http://127.0.0.+1/", "https://",
            "https:///x", "https://:80", "https://h:port/", "https://h:+80/", "https://h:65536/", "https://h\\@e/",
            "https://h h/", "ftp://127.0.0.1/", "HTTPS//h", "file:///etc/passwd", "127.0.0.1", "", "https://ä/",
            "http://127.0.0.1#@evil/\n",
        ]
    )
    func refusedAddresses(text: String) {
        let error = #expect(throws: KeyError.self) { try KeySetAddress(parsing: text) }
        #expect(error?.description.contains("--jwks-url must be https://") == true)
    }

    @Test("Keys from an address come with status 200, within bounds of size and time, and from nowhere else")
    func bounds() async throws {
        let endpoint = try KeyEndpoint()
        let other = try KeyEndpoint()
        other.serve(Place.set(["a"]))
        let address = try KeySetAddress(parsing: endpoint.address)
        func sentence(_ patience: Duration = .seconds(60)) async -> String {
            do throws(KeyError) {
                return "\(try await address.read(within: patience).count) bytes"
            } catch {
                return error.description
            }
        }
        endpoint.serve(Place.set(["a"]))
        #expect(await sentence() == "\(Place.set(["a"]).utf8.count) bytes")
        #expect(endpoint.requests == ["GET /auth/v1/.well-known/jwks.json HTTP/1.1"])
        endpoint.serve("x", status: "404 Not Found")
        #expect(await sentence() == "the status is 404, not 200")
        endpoint.serve("", status: "302 Found", fields: "Location: \(other.address)\r\n")
        #expect(await sentence() == "the status is 302, not 200")
        #expect(other.requests == [])
        endpoint.serve(String(repeating: " ", count: 1 << 20))
        #expect(await sentence() == "\(1 << 20) bytes")
        endpoint.serve(String(repeating: " ", count: 1 << 20 + 1))
        #expect(!(await sentence()).hasSuffix(" bytes"))
        let silent = try KeyEndpoint()
        let error = await #expect(throws: KeyError.self) {
            try await KeySetAddress(parsing: silent.address).read(within: .milliseconds(50))
        }
        #expect(error != nil)
        endpoint.stop()
        #expect((await sentence()).contains("refused"))
    }

    @Test("Keys from an address are taken with the first token that names a new one, and outlive the address")
    func rotation() async throws {
        let endpoint = try KeyEndpoint()
        let (first, second) = (try KeyPairs(), try KeyPairs())
        let address = try KeySetAddress(parsing: endpoint.address)
        endpoint.serve(try first.keySet())
        let renamed = try second.keySet().replacing("ec1", with: "ec2").replacing("rs1", with: "rs2")
        try await TestServer.run(keys: try TokenKeys(secret: nil, mayBeNone: true)) {
            $0.keySetAddress = address
        } _: { (server: TestServer) async throws in
            func status(_ token: String) async throws -> Int {
                try await server.send("GET", "/api/costs", token: token).status
            }
            let claims = TokenMint.claims()
            let old = try first.es256(claims)
            let new = try second.rs256(claims, header: #"{"alg":"RS256","kid":"rs2"}"#)
            let unsigned = try first.rs256(claims, header: #"{"alg":"RS256","kid":"rs2"}"#)
            #expect(try await status(old) == 200)
            endpoint.serve(renamed)
            #expect(try await status(new) == 200)
            #expect(try await status(unsigned) == 401)
            #expect(try await status(old) == 401)
            endpoint.stop()
            let readings = endpoint.requests.count
            for _ in 0..<5 { #expect(try await status(old) == 401) }
            #expect(try await status(new) == 200)
            #expect(endpoint.requests.count == readings)
            for token in [nil, "x", TokenMint.user(), TokenMint.sign(#"{"alg":"HS256","kid":"z"}"#, claims)] {
                #expect(try await server.send("GET", "/api/costs", token: token).status == 401)
            }
            #expect(endpoint.requests.count == readings)
        }
    }

    @Test("Keys from an address that does not answer leave a server that starts, and tokens of the secret as they are")
    func unreachable() async throws {
        let endpoint = try KeyEndpoint()
        endpoint.stop()
        let place = try ServerPlace()
        let server = try ServerProcess(try place.optionsWithSecret() + ["--jwks-url", endpoint.address])
        let client = try server.client()
        #expect(try await client.send("GET", "/api/costs", token: TokenMint.user()).status == 200)
        let foreign = try KeyPairs().es256(TokenMint.claims())
        #expect(try await client.send("GET", "/api/costs", token: foreign).status == 401)
        try await server.wait(for: "line in the log") { server.log.contains("cannot be read from --jwks-url") }
        server.send(signal: SIGTERM)
        #expect(try server.exitStatus() == 0)
    }
}
