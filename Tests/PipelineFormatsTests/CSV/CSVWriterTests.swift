// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("The CSV writer", .serialized, .inTurn)
struct CSVWriterTests {
    private static func field(_ text: String?, guarded: Bool = false) -> String {
        var writer = ByteWriter()
        CSVWriter(guardsSpreadsheets: guarded).append(text, to: &writer)
        return writer.text
    }

    @Test(arguments: [
        (nil, ""), ("", "\"\""), ("plain", "plain"), ("two words", "two words"), ("a,b", "\"a,b\""),
        ("a\"b", "\"a\"\"b\""), ("\"", "\"\"\"\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), (" a", "\" a\""),
        ("a\t", "\"a\t\""), ("\\.", "\"\\.\""), ("=1+1", "=1+1"), ("é", "é"), ("\u{FEFF}a", "\"\u{FEFF}a\""),
    ])
    func `A field is quoted where it needs quotes, and no value is altered`(_ text: String?, _ written: String) {
        #expect(Self.field(text) == written)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
        ("\nx", "\"'\nx\""), ("\0x", "'\0x"), ("=a,b", "\"'=a,b\""), ("plain", "plain"), ("", "\"\""), (nil, ""),
        ("'x", "'x"), ("a=b", "a=b"),
    ])
    func `The guard puts an apostrophe before what a spreadsheet would run`(_ text: String?, _ written: String) {
        #expect(Self.field(text, guarded: true) == written)
    }

    @Test func `The guard leaves JSON and numbers alone`() {
        var writer = ByteWriter()
        CSVWriter(guardsSpreadsheets: true).append(json: Array("-5".utf8).span, to: &writer)
        #expect(writer.text == "-5")
    }
}
