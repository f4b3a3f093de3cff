// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("The JSON reader", .serialized, .inTurn)
struct JSONReaderTests {
    @Test func `An object is read member by member`() throws {
        let text = Array(#" { "a\n" : 1 , "b" : "x\u0041" , "c" : [ 1 , 2 ] , "d" : null , "e" : false } "#.utf8)
        var reader = JSONObjectReader()
        for _ in 0..<2 {
            var members: [String] = []
            try reader.open(text.span)
            while let member = try reader.next(text.span) {
                let value = member.value
                members.append("\(member.key.string(in: text.span))|\(value.kind)|\(value.json(in: text.span).text)")
                if value.kind == .string { #expect(value.string(in: text.span) == "xA") }
            }
            #expect(
                members == ["a\n|number|1", #"b|string|"x\u0041""#, "c|array|[1,2]", "d|null|null", "e|boolean|false"]
            )
        }
    }

    @Test(arguments: [
        "", "[]", "1", "null", "{", "{}x", "{\"a\":1}}", "{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"b\":2}}",
    ])
    func `What is no object is an error`(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: JSONError.self) {
            var reader = JSONObjectReader()
            try reader.open(bytes.span)
            while try reader.next(bytes.span) != nil {}
        }
    }

    @Test func `An array is read element by element`() throws {
        let text = Array(#"[ {"a" : 1}, "b" ,3]"#.utf8)
        var reader = JSONArrayReader()
        var elements: [String] = []
        try reader.open(text.span)
        while let element = try reader.next(text.span) { elements.append(element.json(in: text.span).text) }
        #expect(elements == [#"{"a":1}"#, "\"b\"", "3"])
    }

    @Test(arguments: ["", "{}", "[", "[1,]", "[]1", "[1 2]", "[{\"a\":1,\"a\":1}]"])
    func `What is no array is an error`(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: JSONError.self) {
            var reader = JSONArrayReader()
            try reader.open(bytes.span)
            while try reader.next(bytes.span) != nil {}
        }
    }
}
