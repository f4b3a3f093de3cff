// SPDX-License-Identifier: MIT

import HTTPTypes
import PipelineCore
import TestSupport
import Testing

@testable import PipelineHTTP

@Suite("Reading what a stranger sends")
struct BoundedReadingTests {
    /// A way to make a request expensive: what is sent, of any length, and what reads it.
    struct Attack: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let piece: @Sendable (Int) -> String
        let read: @Sendable ([UInt8], inout ByteWork) -> Void

        init(
            _ name: String,
            _ read: @escaping @Sendable ([UInt8], inout ByteWork) -> Void,
            piece: @escaping @Sendable (Int) -> String
        ) {
            testDescription = name
            self.piece = piece
            self.read = read
        }

        /// The steps for a number of pieces, and the bytes that these are.
        func steps(_ count: Int) -> (steps: Int, bytes: Int) {
            let bytes = (0..<count).flatMap { Array(piece($0).utf8) }
            var work = ByteWork()
            read(bytes, &work)
            return (work.steps, bytes.count)
        }
    }

    private static let cookies: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = SessionCookies(name: .anyProject).tokens(in: [$0], &$1)
    }
    private static let named: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = SessionCookies(name: .exact("a\u{301}")).tokens(in: [$0], &$1)
    }
    private static let accept: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = AcceptedTypes.preferred(of: ["application/json", "text/csv"], in: [$0], &$1)
    }
    private static let codings: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = AcceptedCodings.askForGzip([$0], &$1)
    }
    private static let coding: @Sendable ([UInt8], inout ByteWork) -> Void = { _ = ContentCoding.read([$0], &$1) }
    private static let tags: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = EntityTagList.holds("\"0123456789abcdef\"", in: [$0], &$1)
    }
    private static let options: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = ConnectionOptions.hold("close", in: [$0], &$1)
    }
    private static let names: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = FieldNameList.read([$0, $0], &$1)
    }
    /// The fields of a message, one in each line.
    private static let message: @Sendable ([UInt8], inout ByteWork) -> Void = {
        let lines = $0.split(separator: UInt8(ascii: "\n"))
            .map { line in
                let end = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
                let name = String(decoding: line[..<end], as: UTF8.self)
                return (name: name, value: String(decoding: line[end...].dropFirst(), as: UTF8.self))
            }
        _ = MessageFields(lines, &$1)
    }
    private static let type: @Sendable ([UInt8], inout ByteWork) -> Void = { _ = ContentType.isJSON($0, &$1) }
    private static let query: @Sendable ([UInt8], inout ByteWork) -> Void = {
        var reader = QueryReader($0, of: ["period", "start_date", "end_date"])
        while reader.next(&$1) != nil {}
    }
    private static let path: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = RequestTarget(String(decoding: $0, as: UTF8.self)).routePath(&$1)
    }
    private static let next: @Sendable ([UInt8], inout ByteWork) -> Void = {
        _ = NextPage.link(path: "/", query: $0, after: .zero, &$1)
    }
    private static let token: @Sendable ([UInt8], inout ByteWork) -> Void = { json, work in
        let text = TokenMint.base64(json)
        guard let parts = TokenParts(Array("\(text).\(text).AAAA".utf8), &work) else { return }
        _ = parts.header(&work)
        _ = parts.claims(&work)
    }

    static let attacks = [
        Attack("names with combining marks", cookies) {
            "a\u{315}\u{300}\(String(repeating: "\u{301}", count: $0 % 7))=; "
        },
        Attack("one name of combining marks", named) { _ in "\u{315}\u{300}" },
        Attack("chunks", cookies) { "sb-a-auth-token.\($0)=x; " },
        Attack("chunks of one number", cookies) { _ in "sb-a-auth-token.0=x; " },
        Attack("many sessions", cookies) { "sb-\(String(repeating: "x", count: 40))\($0)-auth-token=x; " },
        Attack("many sessions of one length", cookies) { "sb-\(100_000 + $0)-auth-token=%7b; " },
        Attack("words in a name", cookies) { _ in "sb-flo-flow-flo-flo-auth-token=x; " },
        Attack("nothing but separators", cookies) { _ in "; " },
        Attack("spaces around", cookies) { _ in "  =  \t" },
        Attack("a session of many members", cookies) { ($0 == 0 ? "sb-a-auth-token={" : ",") + "\"\($0)\":0" },
        Attack("ranges", accept) { _ in "text/*;q=0.1," },
        Attack("a range of combining marks", accept) { _ in "\u{315}\u{300}" },
        Attack("weights", accept) { ($0 == 0 ? "text/csv" : "") + ";q=0.\($0)" },
        Attack("a weight of many digits", accept) { $0 == 0 ? "text/csv;q=0." : "12345678" },
        Attack("tags", tags) { "W/\"\($0)\" , " },
        Attack("a tag of combining marks", tags) { _ in "\u{315}\u{300}" },
        Attack("tags of what is compressed", tags) { _ in "\"0123456789abcdef-gzi0\"," },
        Attack("codings", codings) { _ in "x-gzip;q=0.1," },
        Attack("weights of a coding", codings) { ($0 == 0 ? "gzip" : "") + ";q=0.\($0)" },
        Attack("a coding of combining marks", codings) { _ in "\u{315}\u{300}" },
        Attack("codings of a body", coding) { _ in "gzip , " },
        Attack("no coding of a body", coding) { _ in " , " },
        Attack("options of a connection", options) { "\($0) , " },
        Attack("an option of combining marks", options) { _ in "\u{315}\u{300}" },
        Attack("names of fields", names) { "x-\($0) , " },
        Attack("a name of a field", names) { _ in "abc" },
        Attack("no names of fields", names) { _ in " ,\t" },
        Attack("a name of combining marks", names) { _ in "\u{315}\u{300}" },
        Attack("fields of a message", message) { "x-\($0): y\n" },
        Attack("hosts", message) { "Host:h\($0)\n" },
        Attack("one host", message) { $0 == 0 ? "host:a" : "b.c" },
        Attack("expectations", message) { $0 == 0 ? "Expect:100-continue" : ", 100-Continue" },
        Attack("fields with options of a connection", message) { _ in "CONNECTION:close, keep-alive\n" },
        Attack("options of one connection", message) { $0 == 0 ? "connection:a" : " ,close\u{301}" },
        Attack("names of a request", message) { _ in "X-Request-Id:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \n" },
        Attack("one name of a request", message) { $0 == 0 ? "X-Request-Id:a" : "\u{315}\u{300}" },
        Attack("names of combining marks", message) { _ in "connect\u{300}\u{315}:x\n" },
        Attack("parameters of a type", type) { ($0 == 0 ? "application/json" : "") + ";charset=utf-8" },
        Attack("parameters", query) { "p\($0)=x&" },
        Attack("a parameter again and again", query) { _ in "period=%41&" },
        Attack("encoded names", query) { _ in "%CC%95%CC%80%70eriod=&" },
        Attack("one encoded name", query) { _ in "%CC%95%CC%80" },
        Attack("encoded slashes", path) { _ in "/%2F" },
        Attack("an encoded path", path) { _ in "%61%CC%95%CC%80" },
        Attack("parameters that go on", next) { "p\($0)=\"&" },
        Attack("places that go on", next) { _ in "%62efore=x&" },
        Attack("members of a header", token) { ($0 == 0 ? "{" : ",") + "\"\($0)\":0" },
        Attack("a member of combining marks", token) { ($0 == 0 ? "{\"alg\":\"HS256\",\"" : "") + "\u{315}\u{300}" },
    ]

    @Test("A request is read in steps in proportion to its length", arguments: attacks)
    func linearity(attack: Attack) {
        let once = attack.steps(100)
        let twice = attack.steps(200)
        #expect(twice.bytes > once.bytes)
        #expect(twice.steps <= 24 * twice.bytes + 256)
        // What grows with the square of the length would be four times as much.
        #expect(twice.steps - 256 <= (once.steps * 5 * twice.bytes) / (4 * once.bytes))
    }

    @Test(
        "A path is decoded once, and an encoded slash separates nothing",
        arguments: [
            ("/a", "/a"), ("/a/", "/a"), ("/a//", "/a/"), ("/", "/"), ("//", "//"), ("/%61", "/a"), ("/%61/", "/a"),
            ("/%2561", "/%61"), ("/a%2Fb", "/a%2Fb"), ("/a%2f", "/a%2f"), ("/%252F", "/%2F"), ("/+", "/+"),
            ("/a?b/", "/a"),
            ("/%C3%A9", "/é"), ("/%ff", nil), ("/%4", nil), ("/%zz", nil), ("/%", nil),
        ] as [(String, String?)]
    )
    func paths(target: String, path: String?) {
        var work = ByteWork()
        #expect(RequestTarget(target).routePath(&work).map(String.init) == path)
    }

    @Test(
        "What follows a page is asked with the same query, in the characters of a reference",
        arguments: [
            ("", "?"), ("limit=2", "?limit=2&"), ("before=x&limit=2&before", "?limit=2&"), ("%62efore=x", "?"),
            ("a=%20b+c&&unread=true", "?a=%20b+c&unread=true&"), ("Before=1&beforeX=2", "?Before=1&beforeX=2&"),
            ("x=<>\"\\^`{|}#[]", "?x=%3C%3E%22%5C%5E%60%7B%7C%7D%23%5B%5D&"), ("x=é", "?x=%C3%A9&"),
        ]
    )
    func nextPages(query: String, expected: String) {
        var work = ByteWork()
        let link = NextPage.link(path: "/p", query: Array(query.utf8), after: .zero, &work)
        #expect(link == "</p\(expected)before=00000000-0000-0000-0000-000000000000>; rel=\"next\"")
    }

    @Test("Cookies whose names are equivalent and not the same are different cookies")
    func equivalence() {
        let cookies = SessionCookies(name: .exact("caf\u{E9}"))
        let value = #"["TOKEN"]"#
        var work = ByteWork()
        #expect(cookies.tokens(in: [Array("cafe\u{301}=\(value)".utf8)], &work) == [])
        #expect(cookies.tokens(in: [Array("caf\u{E9}=\(value)".utf8)], &work) == [Array("TOKEN".utf8)])
        let twice = Array("cafe\u{301}.0=x; caf\u{E9}.0=\(value)".utf8)
        #expect(cookies.tokens(in: [twice], &work) == [Array("TOKEN".utf8)])
    }

    @Test("A key whose name is equivalent to that in a token and not the same is another key")
    func keyNames() throws {
        let pairs = try KeyPairs()
        let set = try pairs.keySet().replacing("ec1", with: "\u{E9}")
        let keys = try TokenKeys(secret: nil, publicKeys: PublicKeySet(Array(set.utf8)))
        let isSigned = try ["\u{E9}", "e\u{301}"]
            .map { name in
                let token = try pairs.es256(TokenMint.claims(), header: #"{"alg":"ES256","kid":"\#(name)"}"#)
                var work = ByteWork()
                let parts = try #require(TokenParts(Array(token.utf8), &work))
                return (try? keys.checkSignature(of: parts)) != nil
            }
        #expect(isSigned == [true, false])
    }

    @Test("A session is read up to its sixteenth chunk")
    func chunks() {
        func tokens(_ count: Int) -> [[UInt8]] {
            // The quotes hold what the last chunk ends.
            let parts = ["[\"T"] + [String](repeating: "x", count: count - 2) + ["\"]"]
            let list = parts.enumerated().map { "sb-a-auth-token.\($0)=\($1)" }.joined(separator: "; ")
            var work = ByteWork()
            return SessionCookies(name: .anyProject).tokens(in: [Array(list.utf8)], &work)
        }
        #expect(tokens(16).map(\.count) == [15])
        #expect(tokens(17) == [])
    }

    @Test(
        "A connection's options are read in any case and in lists",
        arguments: [
            (["close"], true), (["Close"], true), (["keep-alive, CLOSE ,x"], true), (["a", " close"], true),
            (["keep-alive"], false), (["close x"], false), (["cl\u{301}ose"], false), ([], false),
        ]
    )
    func connectionOptions(values: [String], isClose: Bool) {
        var work = ByteWork()
        #expect(ConnectionOptions.hold("close", in: values.map { Array($0.utf8) }, &work) == isClose)
    }

    @Test("A few sessions are looked at, the first ones")
    func sessions() {
        let list = (0..<10).map { "sb-\($0)-auth-token=[\"\($0)\"]" }.joined(separator: ";")
        var work = ByteWork()
        let tokens = SessionCookies(name: .anyProject).tokens(in: [Array(list.utf8)], &work)
        #expect(tokens == ["0", "1", "2", "3"].map { Array($0.utf8) })
    }
}

@Suite("A body that nobody asked for")
struct BodyPiecesTests {
    /// Counts the pieces that there are at a time.
    private final class Piece {
        // One test makes and drops the pieces, one after the other.
        nonisolated(unsafe) static var count = 0
        nonisolated(unsafe) static var most = 0

        init() {
            Self.count += 1
            Self.most = max(Self.most, Self.count)
        }

        deinit { Self.count -= 1 }
    }

    /// Pieces that are made when they are asked for.
    private struct Pieces: AsyncSequence, AsyncIteratorProtocol {
        var rest: Int
        func makeAsyncIterator() -> Pieces { self }

        mutating func next() async -> Piece? {
            guard rest > 0 else { return nil }
            rest -= 1
            return Piece()
        }
    }

    @Test("A body is passed over piece by piece, up to its bound")
    func skipping() async throws {
        let ignore = { (_: Piece) in }
        let one = { (_: Piece) in 1 }
        try await BodyPieces.take(Pieces(rest: 1000), upTo: 1000, count: one, ignore)
        #expect(Piece.most <= 2)
        #expect(Piece.count == 0)
        let error = await #expect(throws: RequestFailure.self) {
            try await BodyPieces.take(Pieces(rest: 1000), upTo: 999, count: one, ignore)
        }
        #expect(error?.status == .contentTooLarge)
    }
}
