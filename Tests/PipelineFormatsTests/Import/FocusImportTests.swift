// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import PipelineFormats
internal import TestSupport
internal import Testing

@Suite("Imports of FOCUS files", .serialized, .inTurn)
struct FocusImportTests {
    private static let header =
        #""BilledCost","BillingPeriodStart","ChargeDescription","ChargePeriodStart","ServiceCategory","Tags","SkuId""#
        + "\n"
    private static let first =
        #"0.00001605990,"2024-09-01 00:00:00","$0.008 per ""hour"", used","2024-09-18 22:00:00","Compute","#
        + #""{""team"": ""vision"", ""env"": ""dev""}",NULL"# + "\n"
    private static let second = #"-3.5,2024-09-01T00:00:00Z,,2024-09-30 22:00:00,Storage,NULL,"NULL""# + "\n"

    @Test func `A charge becomes a record with the rest as its details`() throws {
        let batch = try importCosts(Self.header + Self.first + Self.second, .focus).batch
        #expect(batch.count == 2)
        let record = batch[0]
        #expect(record.userID == alice)
        #expect(record.jobID == nil)
        #expect(record.costType == "Compute")
        #expect(record.amount.description == "0.0000160599")
        #expect(record.billingPeriod.description == "2024-09-01")
        #expect(record.recordedAt.description == "2024-09-18T22:00:00Z")
        #expect(
            record.details?.text
                == #"{"ChargeDescription":"$0.008 per \"hour\", used","Tags":{"team":"vision","env":"dev"}}"#
        )
        #expect(batch[1].details?.text == #"{"SkuId":"NULL"}"#)
        #expect(batch[1].amount.description == "-3.50")
    }

    /// The identifier is a promise to stores that exist: this text never changes.
    @Test func `The identifier follows from the owner and the row`() throws {
        let batch = try importCosts(Self.header + Self.first, .focus).batch
        #expect(batch[0].id.description == "4f725d73-dcf7-828c-8e2b-d490487e7867")
        #expect(Array(batch[0].id.description)[14] == "8")
    }

    @Test func `The same delivery has the same identifiers, whatever stands around its rows`() throws {
        let once = try importCosts(Self.header + Self.first + Self.second, .focus).batch
        let again = try importCosts(Self.header + Self.second + Self.first, .focus).batch
        #expect(once[0].id == again[1].id)
        #expect(once[1].id == again[0].id)
        let bobs = try importCosts(Self.header + Self.first, .focus, options(owner: bob)).batch
        #expect(bobs[0].id != once[0].id)
    }

    @Test func `Equal rows get identifiers of their own, in order`() throws {
        let three = try importCosts(Self.header + Self.first + Self.first + Self.first, .focus).batch
        let two = try importCosts(Self.header + Self.first + Self.second + Self.first, .focus).batch
        #expect(Set((0..<3).map { three[$0].id }).count == 3)
        #expect(two[0].id == three[0].id)
        #expect(two[2].id == three[1].id)
    }

    @Test func `Quotes do not count in an identifier, null does`() throws {
        let row = "1,2024-09-01,x,2024-09-18 22:00:00,Compute,NULL,"
        func id(_ text: String) throws -> UUID { try importCosts(Self.header + text, .focus).batch[0].id }
        #expect(try id(row + "abc\n") == id(row.replacing("x", with: "\"x\"") + "\"abc\"\r\n"))
        #expect(try id(row + "NULL\n") == id(row + "\n"))
        #expect(try id(row + "NULL\n") != id(row + "\"NULL\"\n"))
        #expect(try id(row + "NULL\n") != id(row + "\"\"\n"))
        #expect(try id(row + "ab\n") != id(row.replacing("x", with: "xa") + "b\n"))
    }

    @Test(arguments: [
        (
            "BilledCost,ChargePeriodStart,ServiceCategory\n",
            "line 1: The header lacks the FOCUS column 'BillingPeriodStart'."
        ),
        (
            header.replacing("BilledCost", with: "Billedcost"),
            "line 1: The header lacks the FOCUS column 'BilledCost'. Did you mean 'Billedcost'?"
        ),
        (header.replacing("SkuId", with: "Tags"), "line 1: The header has the column 'Tags' twice."),
        (
            header + "x,2024-09-01,,2024-09-18 22:00:00,Compute,,\n",
            "line 2: BilledCost must be a decimal number, not 'x'."
        ),
        (header + "1,2024-09-01,,NULL,Compute,,\n", "line 2: ChargePeriodStart is required."),
        (
            header + "1,2024-09-01,,2024-09-18 22:00:00,,,\n",
            "line 2: ServiceCategory is required."
        ),
        (
            header + "NULL,2024-09-01,,2024-09-18 22:00:00,Compute,,\n",
            "line 2: BilledCost is required."
        ),
        (
            header + "1,2024-09-31,,2024-09-18 22:00:00,Compute,,\n",
            "line 2: BillingPeriodStart must be a date that exists, not '2024-09-31'."
        ),
        (
            header + "1,2024-09-01,,2024-09-18 22:00:00,Compute,{,\n",
            "line 2: Tags must be valid JSON, not '{': expected a key at byte 2."
        ),
    ])
    func `A file or row that cannot be taken says why`(_ text: String, _ details: String) {
        let error = #expect(throws: StoreError.self) { try importCosts(text, .focus) }
        #expect(error?.details == details)
    }

    @Test func `Without an owner nothing is taken`() {
        let error = #expect(throws: StoreError.self) {
            try importCosts(Self.header + Self.first, .focus, options(owner: nil))
        }
        #expect(error?.code == .invalid(name: "user_id"))
    }
}
