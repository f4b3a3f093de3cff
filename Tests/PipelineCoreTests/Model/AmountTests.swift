// SPDX-License-Identifier: MIT

internal import PipelineCore
internal import TestSupport
internal import Testing

@Suite("Amounts", .serialized, .inTurn)
struct AmountTests {
    @Test(arguments: [
        ("0", "0.00"), ("-0", "0.00"), ("-0.000", "0.00"), ("0e99999999999999999999", "0.00"), ("0.0e-99", "0.00"),
        ("1", "1.00"), ("+1", "1.00"), ("-1", "-1.00"), ("1.5", "1.50"), ("1.50000", "1.50"), ("1.005", "1.005"),
        ("007", "7.00"), (".5", "0.50"), ("5.", "5.00"), ("1e3", "1000.00"), ("1E+3", "1000.00"),
        ("1.6e-05", "0.000016"), ("0.00001605990", "0.0000160599"), ("1e-12", "0.000000000001"),
        ("99999999.9999999999", "99999999.9999999999"), ("-99999999.9999999999", "-99999999.9999999999"),
        ("123456.789012345678", "123456.789012345678"), ("1000000000000000000000e-15", "1000000.00"),
        ("99999999", "99999999.00"), ("0.000000000000000000001e15", "0.000001"),
        ("000000000000000000000000000001.10000000000000000000000", "1.10"),
    ])
    func `A decimal number is read exactly`(_ text: String, _ written: String) throws {
        let amount = try Amount(parsing: text)
        #expect(amount.description == written)
        #expect(try Amount(parsing: written) == amount)
    }

    @Test(arguments: [
        ("", "must be a decimal number"), ("-", "must be a decimal number"), (".", "must be a decimal number"),
        ("e5", "must be a decimal number"), ("1e", "must be a decimal number"), ("1e+", "must be a decimal number"),
        ("1.2.3", "must be a decimal number"), ("1,5", "must be a decimal number"), (" 1", "must be a decimal number"),
        ("1 ", "must be a decimal number"), ("0x10", "must be a decimal number"), ("NaN", "must be a decimal number"),
        ("--1", "must be a decimal number"), ("١", "must be a decimal number"),
        ("100000000", "must be less than 100,000,000 in magnitude"),
        ("-100000000", "must be less than 100,000,000 in magnitude"),
        ("1e8", "must be less than 100,000,000 in magnitude"),
        ("1e999999999999999999999999", "must be less than 100,000,000 in magnitude"),
        ("1e-13", "must have at most 12 decimals"), ("0.0000000000001", "must have at most 12 decimals"),
        ("1e-999999999999999999999999", "must have at most 12 decimals"),
        ("1234567.123456789012", "must have at most 18 significant digits"),
        ("1234567890123456789", "must have at most 18 significant digits"),
    ])
    func `What is no amount says why`(_ text: String, _ rule: String) {
        #expect(throws: ValueError(rule)) { try Amount(parsing: text) }
    }

    @Test func `Random digits come back from their text`() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            let decimals = UInt8(random.next() % 13)
            let digits = Int64(bitPattern: random.next()) % 1_000_000_000_000_000_000
            guard let amount = Amount(digits: digits >> Int64(random.next() % 50), decimals: decimals) else { continue }
            #expect(try Amount(parsing: amount.description) == amount)
            #expect(AmountSum(amount).description == amount.description)
        }
    }

    @Test func `Equal amounts are equal members`() throws {
        #expect(Amount(digits: 150, decimals: 2) == Amount(digits: 15, decimals: 1))
        #expect(Amount(digits: 0, decimals: 12) == .zero)
        #expect(Amount(digits: 1, decimals: 13) == nil)
        #expect(Amount(digits: 10_000_000_000, decimals: 2) == nil)
        #expect(Amount(digits: .min, decimals: 12) == nil)
        #expect(Amount(digits: .max, decimals: 0) == nil)
    }

    @Test(arguments: [
        ("0.004", "0.00"), ("0.005", "0.01"), ("-0.005", "-0.01"), ("-0.004", "0.00"), ("1.994999999999", "1.99"),
        ("1.995", "2.00"), ("-1.995", "-2.00"), ("99999999.999", "100000000.00"), ("45.23", "45.23"),
    ])
    func `A sum is rounded half away from zero`(_ text: String, _ rounded: String) throws {
        #expect(AmountSum(try Amount(parsing: text)).roundedToCents.description == rounded)
    }

    @Test func `A sum is exact where a float would not be`() throws {
        var sum = AmountSum.zero
        for _ in 0..<10 { sum += AmountSum(try Amount(parsing: "0.1")) }
        #expect(sum.description == "1.00")
        sum = AmountSum(try Amount(parsing: "99999999")) + AmountSum(try Amount(parsing: "0.000000000001"))
        #expect(sum.description == "99999999.000000000001")
    }
}
