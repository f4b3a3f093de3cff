// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("Imports of costs", .serialized, .inTurn)
struct CostImportTests {
    private static let header = "id,user_id,job_id,cost_type,amount,details,billing_period,recorded_at\n"
    private static let id = "6f1c2a9e-0b7d-4c55-9e1a-2f3b4c5d6e7f"

    @Test func `A whole row keeps every value`() throws {
        let row =
            "\(Self.id),\(bob),\(Self.id),storage,1.6e-05,"
            + #""{""a"": [1, "" x""]}",2025-12-01,2025-12-02 03:04:05+02"# + "\n"
        let batch = try importCosts(Self.header + row).batch
        #expect(batch.count == 1)
        let record = batch[0]
        #expect(record.id.description == Self.id)
        #expect(record.userID == bob)
        #expect(record.jobID == record.id)
        #expect(record.costType == "storage")
        #expect(record.amount.description == "0.000016")
        #expect(record.details?.text == #"{"a":[1," x"]}"#)
        #expect(record.billingPeriod.description == "2025-12-01")
        #expect(record.recordedAt.description == "2025-12-02T01:04:05Z")
        #expect(batch.line(at: 0) == 2)
    }

    @Test func `Absent columns and nulls take their defaults`() throws {
        for text in ["amount,cost_type\n5,gpu\n", Self.header + ",,,gpu,5,,,\n"] {
            let record = try importCosts(text).batch[0]
            #expect(record.userID == alice)
            #expect(record.jobID == nil)
            #expect(record.details == nil)
            #expect(record.recordedAt == testNow)
            #expect(record.billingPeriod == testNow.day)
            #expect(record.id.description.dropFirst(14).first == "4")
        }
    }

    @Test(arguments: [
        ("cost_type,amount\ngpu,abc\n", "amount", "line 2: amount must be a decimal number, not 'abc'."),
        ("cost_type,amount\ngpu,1\n,1\n", "cost_type", "line 3: cost_type is required."),
        ("cost_type,amount\n\"\",1\n", "cost_type", "line 2: cost_type must not be empty."),
        ("cost_type,amount\ng\0pu,1\n", "cost_type", "line 2: cost_type must not contain U+0000, not 'g\0pu'."),
        ("cost_type,amount\ngpu,1,2\n", "row", "line 2: The row must have 2 fields, as the header does, not 3."),
        ("cost_type,amount\ngpu\n", "row", "line 2: The row must have 2 fields, as the header does, not 1."),
        ("cost_type,amuont\n", "column", "line 1: There is no column 'amuont'. Did you mean 'amount'?"),
        ("cost_type,amount,amount\n", "column", "line 1: The header has the column 'amount' twice."),
        ("cost_type\n", "column", "line 1: The header lacks the column 'amount'."),
        ("", "header", "The file has no header."),
        ("cost_type,amount,id\ngpu,1,x\n", "id", "line 2: id must be a UUID such as \(Self.id), not 'x'."),
        (
            "cost_type,amount,details\ngpu,1,{\n", "details",
            "line 2: details must be valid JSON, not '{': expected a key at byte 2."
        ),
        ("cost_type,amount\n\"g\nu\",1\ngpu,1\"2\n", "row", "line 4: A quote is inside a field without quotes."),
        ("cost_type,amount\n\"gpu\"x,1\n", "row", "line 2: Text follows a closing quote."),
        ("cost_type,amount\ng,1\n\"gpu,1\n2\n", "row", "line 3: A quote that opens in this record is never closed."),
        ("cost_type,amount\rgpu,1\n", "row", "line 1: A carriage return has no line feed."),
    ])
    func `The first bad row is named with its line`(_ text: String, _ name: String, _ details: String) {
        #expect(throws: StoreError.invalid(name, details)) { try importCosts(text) }
    }

    @Test func `Bytes that are no UTF-8 are an error with the line`() {
        var reader = CostImport(.csv, options())
        let bytes = Array("cost_type,amount\n".utf8) + [0x67, 0xFF, 0x2C, 0x31, 0x0A]
        #expect(throws: StoreError.invalid("cost_type", "line 2: cost_type must be valid UTF-8, not 'g\u{FFFD}'.")) {
            try reader.feed(bytes.span)
        }
    }

    @Test func `A row without an owner is an error where nobody is logged in`() {
        let error = #expect(throws: StoreError.self) {
            try importCosts("cost_type,amount\ngpu,1\n", .csv, options(owner: nil))
        }
        #expect(error?.code == .invalid(name: "user_id"))
        #expect(error?.details.hasPrefix("line 2: user_id is required") == true)
    }

    @Test func `Skipping keeps the good rows and reports each bad one`() throws {
        let text = "cost_type,amount\ngpu,1\ngpu,x\ngpu,2\n\"gpu\"x,3\nstorage,4\nshort\n,5\ngpu,6\n\"open,7\n"
        var reader = CostImport(.csv, options(skipping: true))
        try reader.feed(Array(text.utf8).span)
        let good = (0..<reader.batch.count).map { reader.batch[$0].amount.description }
        #expect(good == ["1.00", "2.00", "4.00", "6.00"])
        #expect(reader.errors.map(\.line) == [3, 5, 7, 8])
        #expect(reader.errors[0].error == .invalid("amount", "amount must be a decimal number, not 'x'."))
        #expect(throws: StoreError.self) { try reader.finish() }
    }

    @Test(arguments: [1, 2, 3, 5, 7, 64])
    func `Pieces of any size give the same records`(_ size: Int) throws {
        var text = "\u{FEFF}cost_type,amount,details\r\n"
        for index in 0..<40 { text += "\"type \(index % 11)\",\(index).25,\"{\"\"n\"\":\r\n\(index)}\"\r\n\r\n" }
        let whole = try importCosts(text).batch
        let cut = try importCosts(text, pieceSize: size).batch
        #expect(whole.count == 40 && cut.count == 40)
        for index in 0..<min(whole.count, cut.count) {
            #expect(whole[index].costType == cut[index].costType)
            #expect(whole[index].amount == cut[index].amount)
            #expect(whole[index].details == cut[index].details)
            #expect(whole.line(at: index) == cut.line(at: index))
        }
    }
}
