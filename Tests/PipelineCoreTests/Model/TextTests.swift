// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import TestSupport
internal import Testing

@Suite("Texts of the model", .serialized, .inTurn)
struct TextTests {
    @Test(arguments: ["a@b", "alice@example.com", "A.B+c@EXAMPLE.com", "\"a@b\"@c", "ü@exämple.de", "=1+1@x.y"])
    func `An address is kept as it is and found in lower case`(_ text: String) throws {
        #expect(try EmailAddress(parsing: text).text == text)
    }

    @Test(arguments: ["", "@", "a@", "@b", "alice", "a b@c", "a@b\n", "a\t@b", "a\u{A0}b@c", "a\u{7F}@b", "a\u{85}@b"])
    func `What is no address is refused`(_ text: String) {
        #expect(throws: ValueError("must be an e-mail address")) { try EmailAddress(parsing: text) }
    }

    @Test func `An address has at most 254 bytes`() throws {
        let rest = "@example.com"
        #expect(throws: Never.self) { try EmailAddress(parsing: String(repeating: "a", count: 254 - 12) + rest) }
        #expect(throws: ValueError("must be at most 254 bytes long")) {
            try EmailAddress(parsing: String(repeating: "a", count: 255 - 12) + rest)
        }
    }

    @Test(arguments: [
        ("", "must not be empty"), (String(repeating: "x", count: 51), "must have at most 50 characters, not 51"),
        (String(repeating: "é", count: 51), "must have at most 50 characters, not 51"),
        (String(repeating: "e\u{301}", count: 26), "must have at most 50 characters, not 52"),
    ])
    func `A type that breaks the rule says how`(_ text: String, _ rule: String) {
        #expect(throws: ValueError(rule, showsText: false)) { try TextRule.type.check(text) }
    }

    @Test(arguments: ["x", String(repeating: "x", count: 50), String(repeating: "👩‍🚀", count: 16), "\u{0}"])
    func `A type of 1 to 50 scalars is taken`(_ text: String) {
        #expect(throws: Never.self) { try TextRule.type.check(text) }
    }

    @Test func `A text from outside has no zero character, wherever it might be`() {
        for length in 0..<20 {
            for place in 0..<length {
                let text = (0..<length).map { $0 == place ? "\0" : "\u{1}" }.joined()
                #expect(throws: ValueError("must not contain U+0000")) { try TextRule.any.admit(text) }
            }
            #expect(throws: Never.self) { try TextRule.any.admit(String(repeating: "\u{80}\u{1}", count: length)) }
        }
    }

    @Test func `A title has at most 200 scalars`() {
        #expect(throws: Never.self) { try TextRule.title.check(String(repeating: "😀", count: 200)) }
        #expect(throws: ValueError.self) { try TextRule.title.check(String(repeating: "😀", count: 201)) }
    }

    @Test func `Names are read as they are written`() throws {
        #expect(try Period(parsing: "week") == .week)
        #expect(try Priority(parsing: "high") == .high)
        for text in ["", "Week", "weeks", "ＷEEK"] { #expect(throws: ValueError.self) { try Period(parsing: text) } }
        for text in ["", "High", "urgent"] { #expect(throws: ValueError.self) { try Priority(parsing: text) } }
    }

    @Test func `An error shows the start of a long text`() {
        let error = ValueError("must be short").described(field: "title", text: String(repeating: "x", count: 100))
        #expect(error == .invalid("title", "title must be short, not '\(String(repeating: "x", count: 80))…'."))
    }
}
