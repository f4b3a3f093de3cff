// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("Imports of JSON Lines", .serialized, .inTurn)
struct JSONLinesImportTests {
    private static let id = "6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f"

    @Test(arguments: [1, 7, Int.max])
    func `Records are read line by line`(_ size: Int) throws {
        let text = """
            \u{FEFF}{"id":"\(Self.id)","user_id":"\(bob)","job_id":null,"cost_type":"gp\\u0075","amount":1.6e-05,"details":[ 1, "a b" ]}\r

              \t
            { "amount" : "-2.50", "cost_type" : "storage", "details":null, "recorded_at":"2025-01-02T03:04:05Z" }
            {"cost\\u005ftype":"x","amount":3,"details":"text"}
            """
        let batch = try importCosts(text, .jsonl, pieceSize: size).batch
        try #require(batch.count == 3)
        #expect(batch[0].id.description == Self.id)
        #expect(batch[0].userID == bob)
        #expect(batch[0].costType == "gpu")
        #expect(batch[0].amount.description == "0.000016")
        #expect(batch[0].details?.text == #"[1,"a b"]"#)
        #expect(batch[1].userID == alice)
        #expect(batch[1].amount.description == "-2.50")
        #expect(batch[1].details == nil)
        #expect(batch[1].billingPeriod.description == "2025-01-02")
        #expect(batch[2].details?.text == "\"text\"")
        #expect((0..<3).map { batch.line(at: $0) } == [1, 4, 5])
    }

    @Test(arguments: [
        ("{\"cost_type\":\"x\"}", "line 1: amount is required."),
        ("{\"cost_type\":\"x\",\"amount\":null}", "line 1: amount is required."),
        ("\n{\"cost_type\":5,\"amount\":1}", "line 2: cost_type must be a string, not '5'."),
        ("{\"cost_type\":\"x\",\"amount\":true}", "line 1: amount must be a decimal number, not 'true'."),
        ("{\"cost_type\":\"x\",\"amount\":[1]}", "line 1: amount must be a decimal number, not '[1]'."),
        ("{\"cost_type\":\"x\",\"amount\":\"abc\"}", "line 1: amount must be a decimal number, not 'abc'."),
        (
            "{\"cost_type\":\"x\",\"amount\":1e8}",
            "line 1: amount must be less than 100,000,000 in magnitude, not '1e8'."
        ),
        ("{\"costtype\":\"x\"}", "line 1: There is no column 'costtype'. Did you mean 'cost_type'?"),
        ("{\"zzz\":null}", "line 1: There is no column 'zzz'."),
        ("{\"amount\":1,\"amount\":1}", "line 1: The row must be valid JSON: duplicate key 'amount' at byte 13."),
        ("[]", "line 1: The row must be valid JSON: expected an object at byte 1."),
        (
            "{\"cost_type\":\"\\u0000\"}",
            "line 1: The row must be valid JSON: U+0000, which no text may contain, at byte 15."
        ),
        ("{\"amount\":1}x", "line 1: The row must be valid JSON: unexpected text after the value at byte 13."),
        ("{\"amount\":1", "line 1: The row must be valid JSON: expected ',' or '}' at byte 12."),
    ])
    func `The first bad line is named`(_ text: String, _ details: String) {
        let error = #expect(throws: StoreError.self) { try importCosts(text, .jsonl) }
        #expect(error?.details == details)
    }

    @Test func `Skipping keeps the good lines`() throws {
        let text = "{\"cost_type\":\"x\",\"amount\":1}\n{\nnull\n{\"cost_type\":\"x\",\"amount\":2}\n{\"amount\":2}"
        let reader = try importCosts(text, .jsonl, options(skipping: true))
        #expect((0..<reader.batch.count).map { reader.batch[$0].amount.description } == ["1.00", "2.00"])
        #expect(reader.errors.map(\.line) == [2, 3, 5])
    }

    @Test(arguments: [
        (#" { "cost_type" : "x" , "amount" : 1 } "#, 1), ("[]", 0),
        ("[{\"cost_type\":\"x\",\"amount\":1},\n {\"cost_type\":\"y\",\"amount\":2,\"details\":[\n1]}]", 2),
    ])
    func `A body is one object or an array of them`(_ text: String, _ count: Int) throws {
        var reader = CostImport(.jsonl, options())
        try reader.readBody(Array(text.utf8).span)
        #expect(reader.batch.count == count)
        if count == 2 {
            #expect(reader.batch[1].details?.text == "[1]")
            #expect(reader.batch.line(at: 1) == 2)
        }
    }

    @Test(arguments: [
        ("", "body", "The body must be valid JSON: expected an object at byte 1."),
        ("5", "body", "The body must be valid JSON: expected an object at byte 1."),
        ("{\"cost_type\":\"x\"}", "amount", "amount is required."),
        (
            "[{\"cost_type\":\"x\",\"amount\":1},{\"amount\":1}]", "cost_type",
            "item 2: cost_type is required."
        ),
        ("[[]]", "body", "item 1: The body must be valid JSON: expected an object at byte 1."),
        ("[{\"cost_type\":\"x\",\"amount\":1}", "body", "The body must be valid JSON: expected ',' or ']' at byte 30."),
        (
            "[{\"cost_type\":\"x\",\"amount\":1}]x", "body",
            "The body must be valid JSON: unexpected text after the value at byte 31."
        ),
    ])
    func `A body that cannot be taken says why`(_ text: String, _ name: String, _ details: String) {
        #expect(throws: StoreError.invalid(name, details)) {
            var reader = CostImport(.jsonl, options())
            try reader.readBody(Array(text.utf8).span)
        }
    }

    @Test func `An empty file has no rows`() throws {
        #expect(try importCosts("", .jsonl).batch.count == 0)
        #expect(try importCosts("cost_type,amount\n").batch.count == 0)
    }

    @Test func `A line has a bound`() {
        let piece = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
        var reader = CostImport(.jsonl, options(skipping: true))
        #expect(throws: StoreError.invalid("row", "line 1: The line is longer than 16 MiB.")) {
            for _ in 0..<18 { try reader.feed(piece.span) }
        }
    }
}
